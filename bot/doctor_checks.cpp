#include "bot/doctor_checks.hpp"

#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "webhooks/graph_request.hpp"
#include "webhooks/http_client.hpp"
#include "webhooks/http_date.hpp"

#include <fmt/format.h>
#include <sys/timex.h>

#include <chrono>

namespace bot {
namespace {

using namespace std::chrono_literals;

constexpr auto clock_off_most = 2min;

// Any answer will do, also one that refuses: every server tells the time.
std::string date_of_server(const webhooks::Url& url) {
    boost::asio::io_context io{1};
    std::string date;
    webhooks::HttpClient client(io, {});
    client.request(url.origin, webhooks::get_request(url, {}), webhooks::limits::response_bytes, 10s, [&](const webhooks::Reply& reply) {
        date = reply.answer.date;
        client.stop();
    });
    io.run_for(15s);
    return date;
}

}  // namespace

Findings check_office(const Config& config) {
    CatalogStore catalogs(config.office_files, {});
    const flows::LoadedCatalog loaded = catalogs.load(system_now());
    const std::string where = catalogs.directory().string();
    if (!loaded.catalog || !loaded.mistakes.empty())
        return {bad(fmt::format("berkas kantor {}: {} kesalahan; lihat dengan sapa check {}", where, loaded.mistakes.size(), where))};
    Findings found{
        good(fmt::format("berkas kantor {}: {} layanan untuk {}", where, loaded.catalog->services.size(), loaded.catalog->office.name))};
    if (!loaded.advice.empty())
        found.push_back(doubtful(fmt::format("{} saran untuk berkas kantor; lihat dengan sapa check", loaded.advice.size())));
    return found;
}

Finding check_clock() {
    struct timex state {};
    const int result = ::adjtimex(&state);
    if (result == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
        return doubtful(
            "jam komputer tidak diselaraskan; nyalakan NTP (timedatectl set-ntp true), tenggat dan jendela 24 jam bergantung padanya");
    return good("jam komputer diselaraskan");
}

Finding check_clock(const Config& config, flows::TimePoint now) {
    const std::optional<webhooks::Url> url = webhooks::parse_url(config.graph_url + "/");
    const std::optional<flows::TimePoint> theirs = url ? webhooks::parse_http_date(date_of_server(*url)) : std::nullopt;
    if (!theirs) return doubtful(fmt::format("jam {} tidak terbaca; jam komputer tidak bisa dibandingkan", config.graph_url));
    const auto off = std::chrono::duration_cast<std::chrono::seconds>(now - *theirs);
    if (std::chrono::abs(off) > clock_off_most)
        return doubtful(fmt::format("jam komputer {} {} detik dari jam WhatsApp; selaraskan (timedatectl set-ntp true)",
                                    off > 0s ? "lebih cepat" : "terlambat", std::chrono::abs(off).count()));
    return good(fmt::format("jam komputer sama dengan jam WhatsApp (selisih {} detik)", std::chrono::abs(off).count()));
}

}  // namespace bot
