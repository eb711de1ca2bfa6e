// From the settings of the office to the settings of the parts.
#pragma once
#include "bot/sender.hpp"
#include "bot/service.hpp"
#include "webhooks/graph_client.hpp"
#include "webhooks/listener.hpp"

namespace bot {

SenderSettings sender_settings(const Service::Options&);
DiskWatch::Settings disk_settings(const Service::Options&, std::function<void()> changed);
webhooks::GraphSettings graph_settings(const Config&);
webhooks::ListenerSettings listener_settings(const Config&, const Secrets&);

}  // namespace bot
