"""The web page's server: the built page and what it reads that is on no chain, from one loopback address.

documents.py  config.json and assets.json, from the folder of a deployment
decisions.py  what each decision was made of, recomputed from its snapshot
site.py       every path that is served, and its bytes
headers.py    what a browser may do with them
server.py     HTTP around a site
standing.py   a server that outlives the command that started it, ended by its process id
"""
