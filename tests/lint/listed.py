"""Every source stands by name in its folder's CMakeLists.txt: a test that is not built is a test that always passes."""
import re

from project import ROOMS, ROOT, Report, files, read


def listing_for(path):
    """The nearest CMakeLists.txt above the file, and the name by which it would list the file."""
    folder = path.parent
    while not (ROOT / folder / "CMakeLists.txt").is_file():
        if folder == folder.parent:
            return None, None
        folder = folder.parent
    return folder / "CMakeLists.txt", str(path.relative_to(folder))


def names(listing, name):
    return re.search(rf"(?<![\w./-]){re.escape(name.removesuffix('.cpp'))}(\.cpp)?(?![\w./-])", read(listing))


# A file that several test programs share is listed by its neighbours: ../support/world.cpp.
def shared(path):
    listings = [other for other in files(".txt", under={path.parts[0]}) if other.name == "CMakeLists.txt"]
    return any(names(listing, f"../{path.parent.name}/{path.name}") for listing in listings)


def main():
    report = Report()
    for path in files(".cpp", under={*ROOMS, "tests"}):
        listing, name = listing_for(path)
        if listing is None:
            report.add(path, 1, "no CMakeLists.txt above it")
            continue
        if not names(listing, name) and not shared(path):
            report.add(path, 1, f"not listed in {listing}")
    report.finish("listed")


if __name__ == "__main__":
    main()
