import contextlib
import io
import os
import tempfile
import unittest

from expenses.cli import main


class CliTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "test.db")

    def run_command(self, *arguments):
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = main(["--file", self.file, *arguments])
        return code, output.getvalue()

    def test_keeps_expenses_between_calls(self):
        self.assertEqual(self.run_command("add", "4.20", "coffee", "--day", "2024-03-01")[0], 0)
        code, output = self.run_command("list")
        self.assertEqual(code, 0)
        self.assertIn("2024-03-01", output)
        self.assertIn("4.20", self.run_command("summary", "--month", "2024-03")[1])

    def test_reports_mistakes(self):
        self.assertEqual(self.run_command("add", "free", "coffee")[0], 2)
        self.assertEqual(self.run_command("remove", "7")[0], 1)


if __name__ == "__main__":
    unittest.main()
