// Two services, the office of Dabo, and sentences that do not change when the shipped files do.
#include "tests/desk/office.hpp"

#include "flows/phrases.hpp"

namespace desk_tests {

namespace {

flows::Field field(std::string code, std::string label, flows::FieldType type) {
    flows::Field f;
    f.code = std::move(code);
    f.label = std::move(label);
    f.question = f.label + "?";
    f.type = type;
    return f;
}

flows::Document document(std::string code, std::string label, bool optional = false) {
    flows::Document d;
    d.code = std::move(code);
    d.name = label;
    d.label = std::move(label);
    d.optional = optional;
    return d;
}

flows::Service sktm() {
    flows::Service s;
    s.code = "SKTM";
    s.name = "Surat Keterangan Tidak Mampu (SKTM)";
    s.label = "Tidak Mampu (SKTM)";
    s.title = "SKTM";
    s.aliases = {"surat miskin"};
    s.cost = "gratis";
    s.duration = "2 hari kerja";
    s.check_minutes = 240;
    s.letter_minutes = 840;
    s.documents = {document("KTP", "KTP pemohon"), document("KK", "Kartu Keluarga"), document("RT", "Pengantar RT/RW"),
                   document("FOTO_RUMAH", "Foto rumah", true)};
    s.documents[2].aliases = {"pengantar"};
    s.documents[0].aliases = {"pemohon_nik", "e ktp"};
    flows::Field name = field("pemohon_nama", "Nama pemohon", flows::FieldType::Name);
    name.subject = true;
    flows::Field income = field("penghasilan", "Penghasilan", flows::FieldType::Rupiah);
    income.sensitive = true;
    flows::Field phone = field("hp", "Nomor HP", flows::FieldType::Phone);
    flows::Field head = field("kk_nomor", "Nomor KK", flows::FieldType::FamilyCard);
    flows::Field dtsen = field("dtsen", "Nomor DTSEN", flows::FieldType::Text);
    head.by_clerk = dtsen.by_clerk = true;
    s.fields = {name, field("pemohon_nik", "NIK pemohon", flows::FieldType::Nik), income, phone, head, dtsen};
    return s;
}

flows::Service skd() {
    flows::Service s;
    s.code = "SKD";
    s.name = "Surat Keterangan Domisili";
    s.label = "Domisili";
    s.title = "Surat Domisili";
    s.documents = {document("KTP", "KTP pemohon"), document("KK", "Kartu Keluarga")};
    flows::Field name = field("pemohon_nama", "Nama pemohon", flows::FieldType::Name);
    name.subject = true;
    s.fields = {name};
    return s;
}

flows::Office office() {
    flows::Office o;
    o.code = "DABO";
    o.name = "Kelurahan Dabo";
    o.phone = "0776-21000";
    for (int day = 1; day <= 5; ++day) o.hours[day] = {8 * 60, 15 * 60, 12 * 60, 13 * 60};
    o.privacy_version = "1";
    return o;
}

// Every sentence is its key and its placeholders, so that the conversation runs; those a clerk sees quoted are written out.
flows::StringMap<std::string> phrases() {
    flows::StringMap<std::string> all;
    for (const flows::PhraseSpec& spec : flows::phrase_specs()) {
        std::string text(spec.key);
        std::string_view rest = spec.placeholders;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            text += " {" + std::string(rest.substr(0, end)) + "}";
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        all[std::string(spec.key)] = text;
    }
    all["draf.judul"] = "{layanan} untuk {nama}";
    all["kabar.diperiksa"] = "{nomor}: permohonan *{judul}* sedang diperiksa petugas.";
    all["kabar.perlu_perbaikan"] = "{nomor}: ada yang perlu diperbaiki.\n{daftar}\n{ajakan}";
    all["kabar.kirim_foto"] = "Kirim fotonya ke sini. Hanya itu yang kurang.";
    all["kabar.jawab_lagi"] = "Balas dengan jawaban yang benar.";
    all["kabar.diproses"] = "{nomor}: berkas lengkap, surat sedang dibuat.{kapan}";
    all["kabar.kapan"] = " Selesai paling lambat {waktu}.";
    all["kabar.siap"] = "{nomor}: surat siap diambil.";
    all["kabar.selesai"] = "{nomor}: surat sudah diambil. Terima kasih.";
    all["kabar.ditolak"] = "{nomor}: belum dapat kami proses: {alasan}";
    all["kabar.petugas"] = "*{nama}*: {isi}";
    all["kabar.petugas_selesai"] = "Percakapan dengan petugas selesai. Ketik *menu*.";
    return all;
}

}  // namespace

flows::CatalogPtr small_catalog() {
    auto catalog = std::make_shared<flows::Catalog>();
    catalog->office = office();
    catalog->services = {sktm(), skd()};
    catalog->reasons = {{"foto_buram", "Foto tidak terbaca", "belum terbaca, mohon difoto lagi di tempat terang", false},
                        {"pengantar_rt_tanpa_stempel", "Pengantar tanpa cap", "belum ada capnya", false},
                        {"isian_tidak_jelas", "Isian tidak jelas", "belum jelas", false},
                        {"bukan_kewenangan", "Bukan kewenangan kelurahan", "surat ini diurus kantor lain.", true}};
    catalog->phrases = phrases();
    return catalog;
}

}  // namespace desk_tests
