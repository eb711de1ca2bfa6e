#include "bot/service_settings.hpp"

#include <chrono>

namespace bot {

SenderSettings sender_settings(const Service::Options& options) {
    SenderSettings settings;
    settings.messages_per_second = options.config.messages_per_second;
    settings.pair_burst = options.config.pair_burst;
    settings.pair_refill = std::chrono::seconds(options.config.pair_seconds);
    settings.max_in_flight = options.config.max_in_flight;
    settings.retry = options.retry;
    settings.breaker = options.breaker;
    settings.graph_version = options.config.graph_version;
    settings.template_name = options.config.template_status;
    settings.template_language = options.config.template_language;
    return settings;
}

DiskWatch::Settings disk_settings(const Service::Options& options, std::function<void()> changed) {
    const Config& config = options.config;
    const auto bytes = [](int mib) { return static_cast<std::uint64_t>(mib) * mebibyte; };
    DiskWatch::Settings settings;
    settings.directory = config.storage;
    settings.marks = {bytes(config.warn_mib), bytes(config.media_mib), bytes(config.stop_mib)};
    settings.ballast = bytes(config.ballast_mib);
    settings.every = options.disk_every;
    settings.look = options.look_at_disk;
    settings.changed = std::move(changed);
    return settings;
}

webhooks::GraphSettings graph_settings(const Config& config) {
    webhooks::GraphSettings settings;
    settings.url = config.graph_url;
    settings.version = config.graph_version;
    settings.phone_number_id = config.phone_number_id;
    settings.media_hosts = config.media_hosts;
    settings.connections_most = static_cast<std::size_t>(config.max_in_flight);
    return settings;
}

webhooks::ListenerSettings listener_settings(const Config& config, const Secrets& secrets) {
    webhooks::ListenerSettings settings;
    settings.address = config.listen.host;
    settings.port = config.listen.port;
    settings.app_secrets = secrets.app_secrets;
    settings.verify_token = secrets.verify_token;
    return settings;
}

}  // namespace bot
