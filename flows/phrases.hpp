// Every sentence that the bot can say: its key in phrases.toml and the placeholders it may hold. The loader checks the file against this.
#pragma once
#include "flows/catalog.hpp"
#include "flows/text.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flows {

struct PhraseSpec {
    std::string_view key;
    std::string_view placeholders;  // space separated
    bool shows_way_out = false;     // must name a way out: *0*, *menu*, *batal* or *petugas*
};

std::span<const PhraseSpec> phrase_specs();

// The sentence with its placeholders filled. A key that is not in the catalog gives the key in brackets (the loader makes that impossible).
std::string say(const Catalog&, std::string_view key, const std::vector<Placeholder>& = {});

}  // namespace flows
