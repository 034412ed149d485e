#!/usr/bin/env python3
"""Does a file of ours call what is unsafe, what reads the locale, or what a pure function must not know?"""
import re

import house

LIBRARY = ["base", "policy", "saml", "scope", "world", "vend"]
PROGRAM = LIBRARY + ["cli"]
EVERYWHERE = PROGRAM + ["tests", "bench", "fuzz", "examples"]

RULES = [
    # why, where, what
    ("has no bound or reports no error", EVERYWHERE,
     "strcpy strcat stpcpy sprintf vsprintf gets strtok strtok_r atoi atol atoll atof alloca "
     "scanf sscanf fscanf vscanf vsscanf vfscanf"),
    ("reads the locale", PROGRAM,
     "strtod strtof strtold strtol strtoul strtoll strtoull strtoimax strtoumax strcoll strxfrm strcasecmp strncasecmp "
     "tolower toupper towlower towupper isalpha isdigit isalnum isspace isupper islower isxdigit ispunct isprint "
     "iscntrl isgraph isblank setlocale localeconv mbstowcs wcstombs mbrtowc mbtowc strftime strptime wcwidth"),
    ("is not a function of its arguments", LIBRARY,
     "getenv secure_getenv setenv time clock gettimeofday clock_gettime localtime localtime_r gmtime gmtime_r mktime "
     "timegm rand random srand arc4random getrandom getpid"),
    ("belongs to the program: the library opens and prints nothing", LIBRARY,
     "fopen fdopen freopen fclose fread fwrite fgets fputs fputc getline "
     "printf fprintf vprintf vfprintf dprintf puts putchar perror system popen"),
    ("ends the caller's process", LIBRARY, "abort exit _Exit _exit quick_exit raise longjmp"),
]

# Names such as read and open are too common to forbid; the headers that declare them are not needed at all.
HEADERS = re.compile(r'^[ \t]*#[ \t]*include[ \t]*<((?:unistd|fcntl|dirent|time|locale|ctype|wctype|wchar|strings|'
                     r'signal|setjmp|poll|netdb|dlfcn|sys/\w+|arpa/\w+|netinet/\w+)\.h)>', re.M)


def check(root, _options):
    findings = []
    for why, folders, names in RULES:
        call = re.compile(r"(?<![\w.])(?<!->)(" + "|".join(names.split()) + r")\s*\(")
        for path in house.c_files(root, folders):
            text = house.blank(house.read(root, path))
            for found in call.finditer(text):
                findings.append(f"{path}:{house.line_of(text, found.start())}: `{found.group(1)}` {why}")
    for path in house.c_files(root, LIBRARY):
        text = house.read(root, path)
        for found in HEADERS.finditer(text):
            findings.append(f"{path}:{house.line_of(text, found.start())}: <{found.group(1)}> is not for the library")
    return findings


PLANTED = [
    ("words in comments, literals, members and longer names",
     {"base/a.c": '/* strcpy(a, b) */ char *s = "atoi(x)"; // time(0)\nint weir_time(int); x.fopen(1); y->exit(2);\n#include <stdlib.h>\n'},
     None),
    ("printing in the program", {"cli/a.c": "int main(void) { return printf(NAME); }\n"}, None),
    ("an unsafe call in a bench", {"bench/a.c": "\nint x = atoi(y);\n"}, "bench/a.c:2: `atoi`"),
    ("a call with a space", {"tests/a.c": "strcpy (a, b);\n"}, "`strcpy`"),
    ("the locale in the program", {"cli/a.c": "c = tolower(c);\n"}, "`tolower` reads the locale"),
    ("a clock in a module", {"vend/a.c": "now = time(NULL);\n"}, "`time` is not a function"),
    ("a file in a module", {"world/a.c": "f = fopen(p, m);\n"}, "`fopen` belongs"),
    ("a header of the system", {"base/a.c": "#include <stdio.h>\n#include <unistd.h>\n"}, "base/a.c:2: <unistd.h>"),
    ("an end of the process", {"policy/a.h": "#define DIE abort()\n"}, "`abort` ends"),
]

if __name__ == "__main__":
    house.run(__doc__, check, PLANTED)
