#include "tests/bench/bare_chain/message.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <boost/json.hpp>

namespace bare_chain {

namespace json = boost::json;

namespace {

std::string text_of(const json::object& object, const char* key) {
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

int rank_of(const std::string& status) { return status == "sent" ? 1 : status == "delivered" ? 2 : 3; }

void read_value(const json::object& value, Delivery& delivery) {
    if (const json::value* messages = value.if_contains("messages")) {
        for (const json::value& item : messages->as_array()) {
            const json::object& message = item.as_object();
            const json::value* text = message.if_contains("text");
            delivery.messages.push_back({text_of(message, "id"), text_of(message, "from"), text ? text_of(text->as_object(), "body") : ""});
        }
    }
    if (const json::value* statuses = value.if_contains("statuses"))
        for (const json::value& item : statuses->as_array())
            delivery.statuses.push_back(
                {std::stoll(text_of(item.as_object(), "biz_opaque_callback_data")), rank_of(text_of(item.as_object(), "status"))});
}

}  // namespace

Delivery read_delivery(std::string_view body) {
    unsigned char memory[8192];
    json::monotonic_resource resource(memory);
    const json::value root = json::parse(body, &resource);
    Delivery delivery;
    for (const json::value& entry : root.as_object().at("entry").as_array())
        for (const json::value& change : entry.as_object().at("changes").as_array())
            read_value(change.as_object().at("value").as_object(), delivery);
    return delivery;
}

// The conversation: a menu, cards, and nothing else. Its words are those that the benchmark's script waits for.
std::string answer_to(std::string_view text) {
    static const std::string menu =
        "Halo! Ini layanan WhatsApp kelurahan.\n1. Surat tidak mampu\n2. Domisili\n3. Usaha\n4. Pengantar SKCK\n5. Nikah\n6. Lahir\n"
        "7. Kematian\n8. Belum menikah\nBalas angkanya, atau tulis petugas.";
    static const std::string card =
        "Yang perlu disiapkan:\n1. KTP\n2. Kartu keluarga\n3. Surat pengantar RT/RW\n4. Pasfoto 3x4\nGratis, biasanya 2 hari kerja. "
        "Berlaku 3 bulan.\n1. Ajukan sekarang\n0. Menu";
    return text.size() == 1 && text[0] >= '1' && text[0] <= '8' ? card : menu;
}

std::string accepted_id(std::string_view body) { return std::string(json::parse(body).at("messages").at(0).at("id").as_string()); }

std::string compose(const Outgoing& row) {
    return json::serialize(json::object{{"messaging_product", "whatsapp"},
                                        {"recipient_type", "individual"},
                                        {"to", row.to},
                                        {"type", "text"},
                                        {"text", json::object{{"body", row.body}}},
                                        {"biz_opaque_callback_data", std::to_string(row.id)}});
}

Fault fault_of(std::string_view name) {
    return name == "forgetful" ? Fault::Forgetful : name == "silent" ? Fault::Silent : name == "garbled" ? Fault::Garbled : Fault::None;
}

Signature::Signature(const std::string& secret) {
    EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    context_ = EVP_MAC_CTX_new(hmac);
    EVP_MAC_free(hmac);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
    EVP_MAC_init(context_, reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), parameters);
}

Signature::~Signature() { EVP_MAC_CTX_free(context_); }

bool Signature::fits(std::string_view header, std::string_view body) {
    unsigned char mac[32];
    std::size_t size = 0;
    EVP_MAC_init(context_, nullptr, 0, nullptr);
    EVP_MAC_update(context_, reinterpret_cast<const unsigned char*>(body.data()), body.size());
    EVP_MAC_final(context_, mac, &size, sizeof mac);
    std::string expected = "sha256=";
    for (const unsigned char byte : mac) {
        expected += "0123456789abcdef"[byte >> 4];
        expected += "0123456789abcdef"[byte & 15];
    }
    return header.size() == expected.size() && CRYPTO_memcmp(header.data(), expected.data(), expected.size()) == 0;
}

}  // namespace bare_chain
