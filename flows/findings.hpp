// What reading the office's files brings to light: mistakes, advice, and where every value stands, so that later checks can name the place.
#pragma once
#include "flows/diagnostic.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace flows {

struct Place {
    std::string file;
    int line = 0;
    int column = 0;
};

class Findings {
public:
    void mistake(const Place&, std::string message);
    void mistake(std::string_view path, std::string message) { mistake(place(path), std::move(message)); }
    void advise(const Place&, std::string message);
    void advise(std::string_view path, std::string message) { advise(place(path), std::move(message)); }

    // Paths look like "services/1-sktm.toml|document|KTP|label". A value that is not written there has the place of what encloses it.
    void remember(const std::string& path, const Place&);
    Place place(std::string_view path) const;

    // In the order of files and lines, each only once.
    Diagnostics mistakes() const;
    Diagnostics advice() const;
    std::size_t count() const { return mistakes_.size(); }  // of mistakes so far

private:
    Diagnostics mistakes_;
    Diagnostics advice_;
    std::map<std::string, Place, std::less<>> places_;
};

}  // namespace flows
