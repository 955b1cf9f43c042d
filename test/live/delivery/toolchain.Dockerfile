# What jobs of the kind infrastructure would else install each time
FROM node:22-slim
RUN apt-get update -qq \
  && apt-get install -qq --no-install-recommends ca-certificates docker-cli git make openssh-client python3 python3-pip \
  && rm -rf /var/lib/apt/lists/*
