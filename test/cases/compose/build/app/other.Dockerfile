FROM scratch AS final
COPY page.html /
