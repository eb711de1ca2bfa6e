// What is spoken with WhatsApp: signature, payload → events, reply → JSON; and the reply as it lies in the outbox.
#include "storage/reply_json.hpp"
#include "tests/support/world.hpp"
#include "webhooks/compose.hpp"
#include "webhooks/payload.hpp"
#include "webhooks/signature.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

namespace {

const flows::TimePoint now = flows::from_millis(1'795'300'500'000);

std::string body_with(std::string_view value) {
    return fmt::format(
        R"({{"object":"whatsapp_business_account","entry":[{{"id":"102290129340398","changes":[{{"value":{{"messaging_product":"whatsapp",)"
        R"("metadata":{{"display_phone_number":"62812000000","phone_number_id":"106540352242922"}},{}}},"field":"messages"}}]}}]}})",
        value);
}

std::string message_with(std::string_view content) {
    return body_with(fmt::format(
        R"("contacts":[{{"profile":{{"name":"Dewi Lestari"}},"wa_id":"6281200010001","user_id":"ID.40817263549182736450"}}],)"
        R"("messages":[{{"from":"6281200010001","from_user_id":"ID.40817263549182736450","id":"wamid.HBgPNjI4MTIwMDAxMDAwMRUCABIY",)"
        R"("timestamp":"1795300001",{}}}])",
        content));
}

std::string text_payload() { return message_with(R"("type":"text","text":{"body":"mau buat surat keterangan domisili"})"); }

std::string list_payload() {
    return message_with(
        R"("type":"interactive","context":{"from":"62812000000","id":"wamid.HBgPNjI4MTIwMDAxMDAwMRUCABEY"},)"
        R"("interactive":{"type":"list_reply","list_reply":{"id":"layanan:SKD","title":"Surat Domisili","description":"1 hari kerja"}})");
}

std::string statuses_payload() {
    std::string items;
    for (const char* state : {"sent", "delivered", "read"})
        items +=
            fmt::format(R"({}{{"id":"wamid.HBgPNjI4MTIwMDAxMDAwMRUCABEY","status":"{}","timestamp":"1795300001",)"
                        R"("recipient_id":"6281200010001","biz_opaque_callback_data":"4711","conversation":{{"id":"9c1a0f2e7d",)"
                        R"("origin":{{"type":"service"}}}},"pricing":{{"billable":false,"pricing_model":"PMP","category":"service"}}}})",
                        items.empty() ? "" : ",", state);
    return body_with(R"("statuses":[)" + items + "]");
}

void read_delivery(benchmark::State& state, const std::string& body) {
    for (auto _ : state) benchmark::DoNotOptimize(webhooks::read_delivery(body, now));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK_CAPTURE(read_delivery, text, text_payload());
BENCHMARK_CAPTURE(read_delivery, list_reply, list_payload());
BENCHMARK_CAPTURE(read_delivery, three_statuses, statuses_payload());

void check_signature(benchmark::State& state) {
    const std::string body = text_payload(), header = webhooks::sign(body, "benchmark");
    webhooks::SignatureChecker checker({"benchmark"});
    for (auto _ : state) benchmark::DoNotOptimize(checker.check(header, body));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(check_signature);

flows::Reply reply_to(const char* line) {
    support::World world(support::shipped_catalog(), now);
    world.text(line);
    return world.last().replies.at(0);
}

flows::Reply text_reply() {
    flows::Reply reply = reply_to("halo");
    const std::string body = std::get<flows::Menu>(reply.content).body;
    reply.content = flows::TextReply{body};
    return reply;
}

void compose(benchmark::State& state, const flows::Reply& reply) {
    const flows::Address to{.phone = "6281200010001", .user_id = {}, .parent_user_id = {}};
    for (auto _ : state) benchmark::DoNotOptimize(webhooks::compose(reply, to, "4711"));
}
void compose_text(benchmark::State& state) { compose(state, text_reply()); }
void compose_list(benchmark::State& state) { compose(state, reply_to("halo")); }
BENCHMARK(compose_text);
BENCHMARK(compose_list);

void reply_to_json(benchmark::State& state) {
    const flows::Reply reply = reply_to("halo");
    for (auto _ : state) benchmark::DoNotOptimize(storage::to_json(reply));
}
void reply_from_json(benchmark::State& state) {
    const std::string json = storage::to_json(reply_to("halo"));
    for (auto _ : state) benchmark::DoNotOptimize(storage::reply_from_json(json));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(json.size()));
}
BENCHMARK(reply_to_json);
BENCHMARK(reply_from_json);

}  // namespace
