from conduit import create_app
from conduit.settings import read

app = create_app(read())
