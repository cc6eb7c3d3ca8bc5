"""A PagerDuty that takes connections and never answers, for calls that have to be cancelled.

Says on standard error where it listens, as the server does.
"""

import json
import socket
import sys

listener = socket.create_server(("127.0.0.1", 0))
address = "{}:{}".format(*listener.getsockname())
print(json.dumps({"message": "listening", "address": address}, separators=(",", ":")), file=sys.stderr, flush=True)
connections = []
while True:
    connections.append(listener.accept())
