"""Districts on a network: compact arrays and the networkx graph they came from."""
