// What the Graph API says about the token, the number and the subscription.
#include "bot/doctor_checks.hpp"
#include "webhooks/graph_client.hpp"

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <chrono>

namespace bot {
namespace {

namespace json = boost::json;

struct Answer {
    int status = 0;
    json::value body;
};

class Asker {
public:
    Asker(const Config& config, const Secrets& secrets)
        : version_(config.graph_version), graph_(io_, settings(config), [token = secrets.access_token] { return token; }) {}
    ~Asker() { graph_.stop(); }

    Answer get(const std::string& what) {
        constexpr auto patience = std::chrono::seconds(15);
        Answer answer;
        bool done = false;
        graph_.get(fmt::format("/{}/{}", version_, what), [&](int status, const std::string& body) {
            boost::system::error_code unreadable;
            answer.status = status;
            answer.body = json::parse(body, unreadable);
            done = true;
        });
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!done && io_.run_one_until(deadline) > 0) {
        }
        return answer;
    }

private:
    static webhooks::GraphSettings settings(const Config& config) {
        webhooks::GraphSettings chosen;
        chosen.url = config.graph_url;
        chosen.version = config.graph_version;
        chosen.phone_number_id = config.phone_number_id;
        return chosen;
    }

    boost::asio::io_context io_{1};
    std::string version_;
    webhooks::GraphClient graph_;
};

std::string text_of(const json::value& value, std::string_view key) {
    const json::object* object = value.if_object();
    const json::value* found = object ? object->if_contains(key) : nullptr;
    return found && found->is_string() ? std::string(found->as_string()) : std::string{};
}

std::string account_id(const json::value& number) {
    boost::system::error_code missing;
    const json::value* entities = number.find_pointer("/health_status/entities", missing);
    if (!entities || !entities->is_array()) return {};
    for (const json::value& entity : entities->as_array())
        if (text_of(entity, "entity_type") == "WABA") return text_of(entity, "id");
    return {};
}

Finding number_finding(const Answer& answer, const Config& config) {
    if (answer.status == 0) return {Finding::Grade::Bad, fmt::format("{} tidak terjangkau; periksa internet dan DNS", config.graph_url)};
    if (answer.status == 401) return {Finding::Grade::Bad, "token ditolak WhatsApp; buat token system user baru dan isi access_token_file"};
    if (answer.status != 200)
        return {Finding::Grade::Bad,
                fmt::format("nomor {} ditolak (HTTP {}); periksa phone_number_id dan izin token", config.phone_number_id, answer.status)};
    const std::string status = text_of(answer.body, "status");
    if (!status.empty() && status != "CONNECTED")
        return {Finding::Grade::Bad, fmt::format("nomor berstatus {}; daftarkan nomor di WhatsApp Manager", status)};
    return {Finding::Grade::Good, "token berlaku dan nomor tersambung"};
}

Finding subscription_finding(const Answer& answer) {
    boost::system::error_code missing;
    const json::value* apps = answer.body.is_null() ? nullptr : answer.body.find_pointer("/data", missing);
    if (answer.status != 200 || !apps || !apps->is_array())
        return {Finding::Grade::Doubtful, "langganan aplikasi tidak terbaca; token perlu izin whatsapp_business_management"};
    if (apps->as_array().empty())
        return {Finding::Grade::Bad,
                "akun WhatsApp belum berlangganan aplikasi: POST /{WABA}/subscribed_apps, tanpa itu pesan warga tidak datang"};
    return {Finding::Grade::Good, "akun WhatsApp berlangganan aplikasi"};
}

}  // namespace

Findings check_whatsapp(const Config& config, const Secrets& secrets) {
    if (config.phone_number_id.empty())
        return {{Finding::Grade::Doubtful, "whatsapp.phone_number_id kosong: nomor mana pun diterima, token tidak bisa diperiksa"}};
    Asker asker(config, secrets);
    const Answer number = asker.get(config.phone_number_id + "?fields=status,quality_rating,health_status");
    Findings found{number_finding(number, config)};
    if (found.front().grade != Finding::Grade::Good) return found;
    if (text_of(number.body, "quality_rating") == "RED")
        found.push_back({Finding::Grade::Doubtful, "mutu nomor MERAH menurut WhatsApp; kurangi pesan yang tidak diminta"});
    const std::string account = account_id(number.body);
    if (account.empty()) return found;
    found.push_back(subscription_finding(asker.get(account + "/subscribed_apps")));
    return found;
}

}  // namespace bot
