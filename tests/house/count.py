#!/usr/bin/env python3
"""Sum the JUnit reports of a folder and end with one line: how many tests passed, how many failed."""
import argparse
import pathlib
import sys
import xml.etree.ElementTree


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stages", type=int, default=0, help="failures that no report shows, such as a build's")
    parser.add_argument("reports", type=pathlib.Path)
    options = parser.parse_args()
    passed, failed = 0, options.stages
    for report in sorted(options.reports.glob("*.xml")):
        suite = xml.etree.ElementTree.parse(report).getroot()
        for case in suite.iter("testcase"):
            if case.get("status") == "run":
                passed += 1
            elif case.get("status") == "fail":
                failed += 1
                print(f"failed: {report.stem}: {case.get('name')}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(0 if failed == 0 and passed > 0 else 1)


if __name__ == "__main__":
    main()
