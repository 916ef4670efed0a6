"""Asks one node for a sign of life and for a content, as docs/wire.md says; needs no library.

usage: wire_client.py PAGE NETWORK HOST:PORT NAME

PAGE is docs/wire.md, from which fingerprints and class numbers are read.
"""

import hashlib
import re
import socket
import struct
import sys
import time


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def key(name):
    digest = hashlib.sha256(name.encode()).digest()
    return b"".join(digest[i : i + 8][::-1] for i in range(0, 32, 8))


class Fields:
    """Reads the fields of one message."""

    def __init__(self, data):
        self.data = data

    def take(self, count):
        if len(self.data) < count:
            raise ValueError("a field is missing")
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def octet(self):
        return self.take(1)[0]

    def int(self):
        return struct.unpack("<i", self.take(4))[0]

    def varint(self):
        value, shift = 0, 0
        while True:
            byte = self.octet()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def address(self):
        if self.octet() == 4:
            ip = socket.inet_ntop(socket.AF_INET, self.take(4)[::-1])
        else:
            ip = "[%s]" % socket.inet_ntop(
                socket.AF_INET6, self.take(8)[::-1] + self.take(8)[::-1]
            )
        return "%s:%d" % (ip, struct.unpack(">H", self.take(2))[0])

    def optional(self, read):
        return read() if self.octet() else None

    def list(self, read):
        return [read() for _ in range(self.varint())]

    def end(self):
        if self.data:
            raise ValueError("bytes are left over")


class Node:
    """A connection to a node."""

    def __init__(self, page, network, address):
        self.numbers = {n: int(i) for i, n in re.findall(r"\*\*(\d+) `([a-z.-]+)`", page)}
        heading = r"### [^\n]*`%s`[^\n]*: fingerprint `(\w+)`" % re.escape(network)
        fingerprint = int(re.search(heading, page).group(1), 16)
        host, port = address.rsplit(":", 1)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        self.requests = 0
        own = socket.inet_aton(self.socket.getsockname()[0])
        rest = struct.pack(">IB4sH", fingerprint, 4, own, self.listening.getsockname()[1])
        rest += network.encode()
        self.socket.sendall(b"DUET" + struct.pack(">HH", 1, len(rest)) + rest)
        answer = self.read(1)
        if answer == b"R":
            raise ValueError(self.read(struct.unpack(">H", self.read(2))[0]).decode())
        magic, version, length = struct.unpack(">4sHH", self.read(8))
        if (answer, magic, version) != (b"W", b"DUET", 1):
            raise ValueError("not this protocol")
        self.read(length)

    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ValueError("the node closed the connection")
            data += more
        return data

    def send(self, name, fields):
        body = bytes([self.numbers[name]]) + fields
        self.socket.sendall(struct.pack(">I", len(body)) + body)

    def receive(self, name):
        """Waits for this message; others that the node sends meanwhile are not answered."""
        while True:
            length = struct.unpack(">I", self.read(4))[0]
            if length == 0:
                raise ValueError("the node said goodbye")
            body = self.read(length)
            if body[0] == self.numbers[name]:
                return Fields(body[1:])

    def ask(self, name, reply, fields=b""):
        self.requests += 1
        self.send(name, struct.pack("<i", self.requests) + fields)
        answer = self.receive(reply)
        if answer.int() != self.requests:
            raise ValueError("a reply to another request")
        return answer

    def goodbye(self):
        self.socket.sendall(struct.pack(">I", 0))


def results(answer):
    providers = answer.list(answer.address)
    contents = answer.list(lambda: (answer.take(answer.varint()), answer.list(answer.address)))
    answer.octet()  # whether these are all
    answer.end()
    return providers + [provider for _, peers in contents for provider in peers]


def chord(node, name):
    answer = node.ask("chord.get-predecessor", "chord.predecessor")
    answer.optional(answer.address)
    answer.end()
    yield
    target = hashlib.sha256(name.encode()).digest()[:8][::-1]
    hops = node.ask("chord.find-next-hop", "chord.next-hops", target + b"\0")
    if hops.octet() != 1:
        raise ValueError("the only member does not know the owner")
    answer = node.ask("chord.get-records", "chord.records", key(name))
    answer.optional(answer.address)
    yield [provider for provider, _ in answer.list(lambda: (answer.address(), answer.int()))]


def super_peer(node, name):
    node.ask("superpeer.ping", "superpeer.pong")
    yield
    joined = node.ask("superpeer.join", "superpeer.join-reply", b"\1" + varint(0))
    if joined.octet() != 1:
        raise ValueError("refused as a leaf")
    answer = node.ask("superpeer.leaf-query", "superpeer.leaf-query-reply", b"\0" + key(name) + varint(1))
    answer.varint()  # hops
    yield results(answer)


def flood(node, name):
    node.ask("superpeer.ping", "superpeer.pong")
    yield
    linked = node.ask("superpeer.link-request", "superpeer.link-reply")
    if linked.octet() != 1:
        raise ValueError("refused as a neighbour")
    query = struct.pack("<q", time.time_ns())
    node.send("superpeer.query", query + b"\0" + key(name) + varint(1) + b"\1\1")
    answer = node.receive("superpeer.query-hit")
    if answer.take(8) != query:
        raise ValueError("a hit of another query")
    answer.varint()  # hops
    yield results(answer)


def tracker(node, name):
    node.ask("tracker.enter", "tracker.redirect")
    yield
    answer = node.ask("tracker.find", "tracker.found", key(name) + b"\0")
    yield answer.list(answer.address)


def mailbox(node, name):
    node.ask("mailbox.hello", "mailbox.welcome", varint(0))
    yield
    answer = node.ask("mailbox.ask", "mailbox.ask-reply", key(name))
    yield [sys.argv[3]] if answer.octet() else []


CLIENTS = {
    "chord": chord,
    "super-peer": super_peer,
    "flood": flood,
    "super-peer:tracker": tracker,
    "super-peer:peers-with-mailbox": mailbox,
}


def main():
    with open(sys.argv[1], encoding="utf-8") as page:
        node = Node(page.read(), sys.argv[2], sys.argv[3])
    steps = CLIENTS[sys.argv[2]](node, sys.argv[4])
    next(steps)
    print("alive")
    print("found: %s" % " ".join(next(steps)))
    node.goodbye()


main()
