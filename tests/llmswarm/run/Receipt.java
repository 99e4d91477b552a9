package llmswarm.run;

/**
 * A small program that adds up prices, in three tasks: what its plan says, and right answers to each, in which a test
 * plants its faults.
 */
public final class Receipt {
    public static final String PLAN = """
            stack: python
            name: receipt
            summary: Adds up prices.
            requirements:
              - {id: R1, text: It adds up the prices on its command line.}
              - {id: R2, text: "Of no prices the total is 0, which is a price like any other."}
            tasks:
              - {id: total, title: The total, agent: backend, description: Add up., requirements: [R1, R2], files: [receipt/total.py]}
              - {id: cli, title: The command line, agent: backend, description: Print it., requirements: [R1], files: [receipt/cli.py], dependsOn: [total]}
              - {id: tests, title: Tests of the total, agent: tester, description: Test it., requirements: [R1, R2], files: [tests/test_total.py]}
            """;
    public static final String TOTAL = """
            ### receipt/total.py
            ```python
            \"""Adds up.\"""


            def total(prices: list[int]) -> int:
                \"""The sum of all prices.\"""
                result = 0
                for price in prices:
                    result += price
                return result


            def average(prices: list[int]) -> int:
                \"""The middle of all prices.\"""
                return total(prices) // max(1, len(prices))
            ```
            """;
    public static final String CLI = """
            ### receipt/cli.py
            ```python
            \"""The command line.\"""

            import argparse

            from receipt.total import total


            def main(argv: list[str] | None = None) -> int:
                \"""Prints the total.\"""
                parser = argparse.ArgumentParser()
                parser.add_argument("prices", nargs="*", type=int)
                print(total(parser.parse_args(argv).prices))
                return 0
            ```
            """;
    public static final String TESTS = """
            ### tests/test_total.py
            ```python
            import unittest

            from receipt.total import total


            class Total(unittest.TestCase):
                def test_of_some(self) -> None:
                    self.assertEqual(total([1, 2]), 3)

                def test_of_none(self) -> None:
                    self.assertEqual(total([]), 0)
            ```
            """;

    private Receipt() {
    }

    /** An answer that changes some lines of a file. */
    public static String edit(String path, String search, String replace) {
        return "### %s\n```python\n<<<<<<< SEARCH\n%s\n=======\n%s\n>>>>>>> REPLACE\n```\n".formatted(path, search,
                replace);
    }
}
