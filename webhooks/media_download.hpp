// One file from WhatsApp, in two steps: the media id gives a url that lives for minutes, the url gives the bytes. The url comes from
// outside: the token goes to allowed hosts only.
#pragma once
#include "webhooks/graph_client.hpp"
#include "webhooks/http_client.hpp"
#include "webhooks/url.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace webhooks {

struct DownloadPlan {
    std::weak_ptr<const void> owner;  // of what is referred to here; when it is gone the download ends
    HttpClient& client;
    const GraphSettings& settings;
    Url graph;    // only its origin is looked at
    Url details;  // step one
    std::function<std::optional<std::string>()> token;
    flows::Media media;
    std::function<void(Downloaded)> done;
};

void start_download(DownloadPlan);

}  // namespace webhooks
