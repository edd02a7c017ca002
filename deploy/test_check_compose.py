"""Tests of check-compose's rules, without Compose: python3 -m unittest discover deploy"""

import importlib.util
import sys
import unittest
from importlib.machinery import SourceFileLoader
from pathlib import Path

sys.dont_write_bytecode = True
LOADER = SourceFileLoader("check_compose", str(Path(__file__).with_name("check-compose")))
check_compose = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_compose", LOADER))
LOADER.exec_module(check_compose)


def broken(name="punctual-api-1", **service):
    return check_compose.broken_promises({"services": {name: {"image": "punctual:local", **service}}})


class BrokenPromisesTest(unittest.TestCase):
    def test_accepts_an_api_published_on_loopback(self):
        self.assertEqual([], broken(ports=[{"host_ip": "127.0.0.1", "published": "8080"}]))

    def test_refuses_a_port_on_every_address(self):
        self.assertIn("8080 on every address", broken(ports=[{"published": "8080"}])[0])
        self.assertIn("8080 on 0.0.0.0", broken(ports=[{"host_ip": "0.0.0.0", "published": "8080"}])[0])

    def test_refuses_any_port_of_the_database(self):
        self.assertIn("postgresql publishes 5432",
                      broken("postgresql", ports=[{"host_ip": "127.0.0.1", "published": "5432"}])[0])

    def test_refuses_the_host_network(self):
        self.assertEqual(1, len(broken(network_mode="host")))

    def test_refuses_an_image_without_a_version(self):
        for image in ("postgres", "postgres:latest", "registry:5000/postgres"):
            self.assertEqual(1, len(broken(image=image)), image)
        self.assertEqual([], broken(image="registry:5000/postgres:17"))

    def test_refuses_to_mount_a_file_that_is_missing(self):
        self.assertIn("not a file", broken(volumes=[{"type": "bind", "source": "/nowhere/at/all"}])[0])
        self.assertEqual([], broken(volumes=[{"type": "bind", "source": __file__}, {"type": "volume", "source": "b"}]))


if __name__ == "__main__":
    unittest.main()
