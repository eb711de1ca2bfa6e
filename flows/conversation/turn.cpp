#include "flows/conversation/turn.hpp"

#include "flows/text.hpp"

namespace flows {

std::string Turn::phrase(std::string_view key, const std::vector<Placeholder>& values) const { return say(catalog, key, values); }

void Turn::first(std::string line) {
    if (!lead.empty()) lead += "\n\n";
    lead += line;
}

namespace {

std::string with_lead(Turn& turn, std::string body) {
    if (turn.lead.empty()) return body;
    std::string all = std::exchange(turn.lead, {});
    if (!body.empty()) all += "\n\n" + body;
    return all;
}

}  // namespace

void Turn::tell(std::string body) { replies.push_back({TextReply{with_lead(*this, std::move(body))}, true, settles, {}}); }

void Turn::ask(std::string body, std::vector<Option> options) {
    replies.push_back({Menu{with_lead(*this, std::move(body)), std::move(options), phrase("menu.tombol")}, true, settles, {}});
}

void Turn::inform(std::string body) { replies.push_back({TextReply{with_lead(*this, std::move(body))}, false, false, {}}); }

const Service* Turn::service() const {
    const Draft* d = draft();
    return d ? catalog.service(d->service) : nullptr;
}

Option menu_option(const Turn& turn) { return {std::string(ids::menu), turn.phrase("pilihan.menu"), ""}; }

int shown_number(const std::vector<Option>& options, std::size_t index) {
    const auto& id = options[index].id;
    const bool is_zero = index + 1 == options.size() && (id == ids::menu || id == ids::info);
    return is_zero ? 0 : static_cast<int>(index) + 1;
}

namespace {

std::string joined(const std::vector<Option>& options, std::string_view between) {
    std::string out;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (i > 0) out += between;
        out.append("*").append(std::to_string(shown_number(options, i))).append("* ").append(options[i].label);
    }
    return out;
}

}  // namespace

std::string lines_of(const std::vector<Option>& options) { return joined(options, "\n"); }

std::string inline_of(const std::vector<Option>& options) { return joined(options, "   "); }

std::optional<std::size_t> pick(const Input& input, const std::vector<Option>& options) {
    if (input.picked) return input.picked;
    if (const auto number = read_option_number(input.text, static_cast<int>(options.size())))
        for (std::size_t i = 0; i < options.size(); ++i)
            if (shown_number(options, i) == *number) return i;
    for (std::size_t i = 0; i < options.size(); ++i)
        if (!input.folded.empty() && fold(options[i].label) == input.folded) return i;
    return std::nullopt;
}

std::string short_name(std::string_view untrusted) { return cut_units(unmarked(tidy(untrusted)), 40); }

}  // namespace flows
