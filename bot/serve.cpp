#include "bot/serve.hpp"

#include "bot/config.hpp"
#include "bot/exit_codes.hpp"
#include "bot/file_owner.hpp"
#include "bot/log.hpp"
#include "bot/service.hpp"
#include "storage/database.hpp"
#include "storage/sqlite.hpp"
#include "webhooks/http_server.hpp"

#include <fmt/format.h>

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>

namespace bot {
namespace {

constexpr rlim_t descriptors_wanted = 8'192;

int refuse(const std::vector<std::string>& mistakes, std::ostream& err) {
    for (const std::string& mistake : mistakes) err << mistake << '\n';
    err << fmt::format("{} hal perlu dibetulkan; layanan tidak dijalankan.\n", mistakes.size());
    return exit_configuration;
}

int disk_refuses(std::string_view what, std::ostream& err) {
    err << "Disk menolak: " << what << "\nPeriksa ruang dan keadaan disk; data tidak diubah.\n";
    return exit_disk;
}

int not_heard(const webhooks::CannotListen& error, std::ostream& err) {
    constexpr const char* settings = "server.listen atau server.admin";
    if (error.code() == std::errc::address_in_use)
        err << fmt::format("{} sudah dipakai program lain: cari dengan ss -ltnp lalu hentikan, atau ubah {}\n", error.address, settings);
    else
        err << fmt::format("{} tidak bisa dipakai ({}): ubah {}\n", error.address, error.code().message(), settings);
    return exit_failed;
}

// "PATH: reason" from all of them; what() of the standard library's own begins with the names of its functions.
std::string told(const std::system_error& error) {
    const auto* of_file = dynamic_cast<const std::filesystem::filesystem_error*>(&error);
    return of_file ? fmt::format("{}: {}", of_file->path1().string(), error.code().message()) : error.what();
}

int not_allowed(const std::system_error& error, const std::filesystem::path& storage, std::ostream& err) {
    const std::string account = own_account();
    err << fmt::format("{}: akun {} tidak boleh ke sana.", told(error), account);
    std::error_code ignored;
    const std::string give = std::filesystem::exists(storage, ignored) ? "chown -R " + account + ":" : "install -d -m 700 -o " + account;
    if (!storage.empty()) err << fmt::format(" Direktori data harus miliknya: sudo {} {}; lalu sapa doctor", give, storage.string());
    err << '\n';
    return exit_failed;
}

bool of_the_disk(const std::error_code& code) {
    return code == std::errc::no_space_on_device || code == std::errc::read_only_file_system || code == std::errc::io_error;
}

// Connections of a thousand citizens and as many messages on their way: more than the 1,024 descriptors that a shell grants by itself.
void allow_many_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= descriptors_wanted) return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, descriptors_wanted);
    ::setrlimit(RLIMIT_NOFILE, &limit);  // with fewer the listener still serves, one after the other
}

Service::Options options_of(Config config, Secrets secrets) {
    Service::Options options;
    options.retry.uncertain = std::chrono::seconds(config.uncertain_seconds);
    options.config = std::move(config);
    options.secrets = std::move(secrets);
    return options;
}

}  // namespace

int explain_failure(std::exception_ptr failure, const std::filesystem::path& storage, std::ostream& err) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const Refused& refused) {
        return refuse(refused.reasons, err);
    } catch (const storage::Locked& locked) {
        err << locked.what() << '\n';
        return exit_in_use;
    } catch (const storage::Unusable& unusable) {
        err << "Basis data tidak bisa dipakai: " << unusable.what() << '\n';
        return exit_damaged;
    } catch (const storage::sqlite::Error& error) {
        if (!error.damaged() && (error.fatal() || error.passing())) return disk_refuses(error.what(), err);
        err << "Basis data tidak bisa dibuka: " << error.what() << "\nPulihkan dari cadangan atau jalankan: sapa doctor\n";
        return exit_damaged;
    } catch (const webhooks::CannotListen& error) {
        return not_heard(error, err);
    } catch (const std::system_error& error) {
        if (of_the_disk(error.code())) return disk_refuses(told(error), err);
        if (error.code() == std::errc::permission_denied) return not_allowed(error, storage, err);
        err << "Tidak bisa dijalankan: " << told(error) << '\n';
        return exit_failed;
    } catch (const std::exception& error) {
        err << "Tidak bisa dijalankan: " << error.what() << '\n';
        return exit_failed;
    }
}

int run_serve(const std::filesystem::path& config_file, desk::Streams io) {
    LoadedConfig loaded = load_config(config_file, process_environment());
    ReadSecrets read = loaded.mistakes.empty() ? read_secrets(loaded.config) : ReadSecrets{};
    loaded.mistakes.insert(loaded.mistakes.end(), read.mistakes.begin(), read.mistakes.end());
    if (!loaded.mistakes.empty()) return refuse(loaded.mistakes, io.err);
    log::set_format(loaded.config.log_format);
    log::set_level(loaded.config.log_level);
    for (const std::string& advice : read.advice) log::warn("event=secret_advice note=\"{}\"", advice);
    std::signal(SIGPIPE, SIG_IGN);
    allow_many_descriptors();
    try {
        Service service(options_of(loaded.config, std::move(read.secrets)));
        service.watch_signals();
        log::info("event=ready admin={}:{} desk={}", loaded.config.admin.host, service.admin_port(), service.socket().string());
        io.out << fmt::format("listening on {}:{}", loaded.config.listen.host, service.port()) << std::endl;
        service.run();
        return exit_ok;
    } catch (...) {
        return explain_failure(std::current_exception(), loaded.config.storage, io.err);
    }
}

}  // namespace bot
