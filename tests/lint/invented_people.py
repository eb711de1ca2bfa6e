"""No living person stands in this repository: identity numbers have serials from 9000, phone numbers are 62812000xxxxx."""
import re

from project import Report, files, line_of, read

# Province, regency and district, day (women: + 40), month, year, serial. Other long numbers are ids of something else.
PROVINCE = r"(?:1[1-9]|2[01]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"
NIK = re.compile(rf"(?<![\w.-])({PROVINCE}\d{{4}})([0-7]\d)(0[1-9]|1[0-2])(\d\d)(\d{{4}})(?![\w-]|\.\d)")
PHONE = re.compile(r"(?<![\w.-])(?:\+?62|0)8\d{8,11}(?![\w-]|\.\d)")
INVENTED_PHONE = re.compile(r"(?:\+?62|0)(812000\d{2,6}|812345678(90?)?)$")


def somebody_may_have(nik):
    serial = int(nik.group(5))
    return 0 < serial < 9000 and len(set(nik.group(0))) > 1


def main():
    report = Report()
    for path in files():
        if path.parts[:2] == ("tests", "lint"):
            continue
        text = read(path)
        for match in NIK.finditer(text):
            if somebody_may_have(match):
                report.add(path, line_of(text, match.start()), f"{match.group(0)[:6]}…: an identity number that somebody may have")
        for match in PHONE.finditer(text):
            if not INVENTED_PHONE.match(match.group(0)):
                report.add(path, line_of(text, match.start()), f"{match.group(0)[:6]}…: a phone number that somebody may have")
    report.finish("invented people")


if __name__ == "__main__":
    main()
