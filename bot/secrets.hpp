// The three secrets. Read at start and again on reload, never logged, never in an error text.
#pragma once
#include "bot/config.hpp"

#include <sys/types.h>

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

struct Secrets {
    std::vector<std::string> app_secrets;  // one or two: the second while Meta's is being changed
    std::string verify_token;
    std::string access_token;
};

struct ReadSecrets {
    Secrets secrets;
    std::vector<std::string> mistakes;
    std::vector<std::string> advice;  // a file that others can read
};

// What everybody may do with a file that holds a secret, and the command that ends it: the account of the service must go on reading it.
struct Exposure {
    bool writable = false, readable = false;
    std::string_view mend;
};
Exposure exposure_of(mode_t mode, uid_t owner, uid_t service);

ReadSecrets read_secrets(const Config&);

// Holds the secrets in use; the network thread reads while a reload replaces them.
class SecretStore {
public:
    explicit SecretStore(Secrets secrets) : secrets_(std::move(secrets)) {}
    std::string access_token() const;
    Secrets all() const;
    void replace(Secrets);

private:
    mutable std::mutex mutex_;
    Secrets secrets_;
};

}  // namespace bot
