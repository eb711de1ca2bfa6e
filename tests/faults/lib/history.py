"""The record of a run: one JSON object a line, `{t, process, type, op, id, …}` with type invoke, ok, fail or info (nobody knows)."""
import json
import threading
import time


class History:
    def __init__(self, path):
        self._file = open(path, "w", encoding="utf-8")
        self._lock = threading.Lock()
        self.path = path

    def add(self, process, kind, op, **more):
        with self._lock:
            line = {"t": time.monotonic(), "process": process, "type": kind, "op": op, **more}
            self._file.write(json.dumps(line) + "\n")

    def flush(self):
        with self._lock:
            self._file.flush()

    def close(self):
        with self._lock:
            self._file.close()


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(path, entries):
    with open(path, "w", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps(entry) + "\n")
