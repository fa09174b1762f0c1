import unittest

from expenses.money import format_amount, parse_amount
from expenses.store import ExpenseStore


class MoneyTest(unittest.TestCase):
    def test_reads_amounts(self):
        for text, cents in {"12": 1200, "12.5": 1250, " 0,07 ": 7, "999999999.99": 99999999999}.items():
            self.assertEqual(parse_amount(text), cents)

    def test_refuses_what_is_no_amount(self):
        for text in ["", "0", "-1", "1.234", "abc", "1e5", "١٢.", "12 3"]:
            with self.subTest(text), self.assertRaises(ValueError):
                parse_amount(text)

    def test_writes_amounts(self):
        self.assertEqual(format_amount(1205), "12.05")


class ExpenseStoreTest(unittest.TestCase):
    def setUp(self):
        self.store = ExpenseStore(":memory:")
        self.addCleanup(self.store.close)

    def test_lists_newest_first(self):
        self.store.add(100, "food", "2024-01-05")
        self.store.add(200, "books", "2024-02-01", "a novel")
        self.assertEqual([e.category for e in self.store.list()], ["books", "food"])
        self.assertEqual([e.cents for e in self.store.list("2024-01")], [100])

    def test_sums_up_by_category(self):
        self.store.add(100, "food", "2024-01-05")
        self.store.add(250, "food", "2024-01-06")
        self.store.add(300, "books", "2024-01-07")
        self.store.add(999, "books", "2024-02-07")
        self.assertEqual(self.store.summary("2024-01"), {"food": 350, "books": 300})

    def test_removes_once(self):
        added = self.store.add(100, "food", "2024-01-05")
        self.assertTrue(self.store.remove(added.id))
        self.assertFalse(self.store.remove(added.id))

    def test_refuses_bad_days_categories_and_months(self):
        with self.assertRaises(ValueError):
            self.store.add(100, "food", "2024-13-01")
        with self.assertRaises(ValueError):
            self.store.add(100, "  ", "2024-01-01")
        with self.assertRaises(ValueError):
            self.store.list("%")


if __name__ == "__main__":
    unittest.main()
