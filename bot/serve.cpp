#include "bot/serve.hpp"

#include "bot/config.hpp"
#include "bot/exit_codes.hpp"
#include "bot/log.hpp"
#include "bot/service.hpp"
#include "storage/database.hpp"
#include "storage/sqlite.hpp"

#include <fmt/format.h>

#include <csignal>
#include <ostream>

namespace bot {
namespace {

int refuse(const std::vector<std::string>& mistakes, std::ostream& err) {
    for (const std::string& mistake : mistakes) err << mistake << '\n';
    err << fmt::format("{} hal perlu dibetulkan; layanan tidak dijalankan.\n", mistakes.size());
    return exit_configuration;
}

Service::Options options_of(Config config, Secrets secrets) {
    Service::Options options;
    options.retry.uncertain = std::chrono::seconds(config.uncertain_seconds);
    options.config = std::move(config);
    options.secrets = std::move(secrets);
    return options;
}

}  // namespace

int explain_failure(std::exception_ptr failure, std::ostream& err) {
    try {
        std::rethrow_exception(std::move(failure));
    } catch (const Refused& refused) {
        return refuse(refused.reasons, err);
    } catch (const storage::Locked& locked) {
        err << locked.what() << '\n';
        return exit_in_use;
    } catch (const storage::sqlite::Error& error) {
        err << "Basis data tidak bisa dibuka: " << error.what() << "\nPulihkan dari cadangan atau jalankan: sapa doctor\n";
        return exit_damaged;
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
    try {
        Service service(options_of(loaded.config, std::move(read.secrets)));
        service.watch_signals();
        log::info("event=ready admin={}:{} desk={}", loaded.config.admin.host, service.admin_port(), service.socket().string());
        io.out << fmt::format("listening on {}:{}", loaded.config.listen.host, service.port()) << std::endl;
        service.run();
        return exit_ok;
    } catch (...) {
        return explain_failure(std::current_exception(), io.err);
    }
}

}  // namespace bot
