// The pure part: one step of a conversation, reading an answer, understanding a sentence, a session to JSON and back.
#include "flows/intent.hpp"
#include "flows/reading/reading.hpp"
#include "flows/session_json.hpp"
#include "flows/step.hpp"
#include "tests/support/world.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

namespace {

const flows::TimePoint now = flows::from_millis(1'795'300'500'000);

flows::Inbound inbound(decltype(flows::Inbound::content) content) { return {"wamid.1", now, "Dewi Lestari", std::move(content)}; }

// Where a citizen stands after these lines.
flows::Session session_after(const std::vector<std::string>& lines) {
    support::World world(support::shipped_catalog(), now);
    for (const std::string& line : lines) world.text(line);
    return world.session();
}

std::vector<std::string> lines_to_question() { return {"skck", "1", "setuju", "1", "1"}; }
std::vector<std::string> lines_to_papers() { return {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002", "1", "1/1"}; }

void step(benchmark::State& state, const flows::Session& session, const flows::Event& event) {
    const flows::CatalogPtr catalog = support::shipped_catalog();
    flows::Facts facts;
    facts.now = now;
    facts.next_ticket = "DABO-2611-0001-1";
    for (auto _ : state) benchmark::DoNotOptimize(flows::step(*catalog, session, event, facts));
}

void step_menu(benchmark::State& state) { step(state, {}, inbound(flows::Text{"halo"})); }
void step_requirements(benchmark::State& state) { step(state, session_after({"halo"}), inbound(flows::Text{"1"})); }
void step_question(benchmark::State& state) { step(state, session_after(lines_to_question()), inbound(flows::Text{"Dewi Lestari"})); }
void step_papers(benchmark::State& state) {
    flows::Media photograph;
    photograph.media_id = "1000001";
    photograph.caption = "ktp";
    step(state, session_after(lines_to_papers()), inbound(photograph));
}
BENCHMARK(step_menu);
BENCHMARK(step_requirements);
BENCHMARK(step_question);
BENCHMARK(step_papers);

void read_answer(benchmark::State& state, flows::FieldType type, const std::string& text) {
    const flows::CatalogPtr catalog = support::shipped_catalog();
    const flows::Answers answers;
    flows::Field field;
    field.code = "isian";
    field.type = type;
    if (type == flows::FieldType::Choice)
        field.options = {{"kesehatan", "Berobat", {"sakit"}}, {"pendidikan", "Sekolah atau kuliah", {"beasiswa"}}};
    const flows::ReadingContext context{catalog->office, answers, now};
    for (auto _ : state) benchmark::DoNotOptimize(flows::read_answer(field, text, context));
}
using flows::FieldType;
BENCHMARK_CAPTURE(read_answer, text, FieldType::Text, "untuk melamar kerja di galangan");
BENCHMARK_CAPTURE(read_answer, name, FieldType::Name, "maimunah binti saleh");
BENCHMARK_CAPTURE(read_answer, nik, FieldType::Nik, "2104 0152 0385 9002");
BENCHMARK_CAPTURE(read_answer, family_card, FieldType::FamilyCard, "2104011203089001");
BENCHMARK_CAPTURE(read_answer, phone, FieldType::Phone, "0812-0001-2345");
BENCHMARK_CAPTURE(read_answer, date, FieldType::Date, "tgl 12 maret 1985");
BENCHMARK_CAPTURE(read_answer, month, FieldType::Month, "agustus 2025");
BENCHMARK_CAPTURE(read_answer, time, FieldType::Time, "jam setengah tujuh malam");
BENCHMARK_CAPTURE(read_answer, rupiah, FieldType::Rupiah, "satu setengah juta");
BENCHMARK_CAPTURE(read_answer, integer, FieldType::Integer, "dua puluh lima");
BENCHMARK_CAPTURE(read_answer, decimal, FieldType::Decimal, "3,2 kg");
BENCHMARK_CAPTURE(read_answer, choice, FieldType::Choice, "buat berobat pak");
BENCHMARK_CAPTURE(read_answer, rt_rw, FieldType::RtRw, "rt 3 rw 2");

void understand(benchmark::State& state, const std::string& sentence) {
    const flows::CatalogPtr catalog = support::shipped_catalog();
    for (auto _ : state) benchmark::DoNotOptimize(flows::understand(*catalog, sentence));
}
BENCHMARK_CAPTURE(understand, greeting, "halo");
BENCHMARK_CAPTURE(understand, wish, "assalamualaikum pak, mau buat surat keterangan tidak mampu untuk berobat anak saya");
BENCHMARK_CAPTURE(understand, typing_errors, "nk buat surat domisli syaratny ap aj ya");
BENCHMARK_CAPTURE(understand, nothing, "kemarin hujan lebat sekali di pelabuhan sampai malam baru reda");

void session_to_json(benchmark::State& state) {
    const flows::Session session = session_after(lines_to_papers());
    for (auto _ : state) benchmark::DoNotOptimize(flows::to_json(session));
}
void session_from_json(benchmark::State& state) {
    const std::string json = flows::to_json(session_after(lines_to_papers()));
    for (auto _ : state) benchmark::DoNotOptimize(flows::session_from_json(json));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(json.size()));
}
BENCHMARK(session_to_json);
BENCHMARK(session_from_json);

}  // namespace
