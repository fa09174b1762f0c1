import http.client
import json
import threading
import unittest

from expenses.api import create_server
from expenses.store import ExpenseStore


class ApiTest(unittest.TestCase):
    def setUp(self):
        self.store = ExpenseStore(":memory:")
        self.server = create_server(self.store, 0)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def tearDown(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.store.close()

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=5)
        try:
            connection.request(method, path, body if body is None else body.encode("utf-8"))
            response = connection.getresponse()
            text = response.read().decode("utf-8")
            return response.status, json.loads(text) if text else None
        finally:
            connection.close()

    def test_adds_lists_and_sums_up(self):
        expense = {"amount": "12.50", "category": "food", "day": "2024-01-05"}
        status, added = self.call("POST", "/expenses", json.dumps(expense))
        self.assertEqual((status, added["amount"]), (201, "12.50"))

        status, listed = self.call("GET", "/expenses?month=2024-01")
        self.assertEqual((status, [e["id"] for e in listed]), (200, [added["id"]]))

        _, summary = self.call("GET", "/summary?month=2024-01")
        self.assertEqual(summary, {"total": "12.50", "categories": {"food": "12.50"}})

    def test_deletes(self):
        _, added = self.call("POST", "/expenses", '{"amount": 3, "category": "tea"}')
        path = f"/expenses/{added['id']}"
        self.assertEqual(self.call("DELETE", path)[0], 204)
        self.assertEqual(self.call("DELETE", path)[0], 404)

    def test_refuses_bad_requests(self):
        for body in ["", "{", "[]", '{"amount": "x", "category": "a"}', '{"amount": "1"}',
                     '{"amount": "1", "category": "a", "day": "yesterday"}',
                     '{"amount": "1", "category": 5}']:
            with self.subTest(body):
                status, answer = self.call("POST", "/expenses", body)
                self.assertEqual(status, 400)
                self.assertIn("error", answer)
        self.assertEqual(self.call("GET", "/expenses?month=2024")[0], 400)
        self.assertEqual(self.call("GET", "/nothing")[0], 404)


if __name__ == "__main__":
    unittest.main()
