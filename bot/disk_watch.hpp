// Looks at the room on the disk of the data, every few seconds and not for every message. Before the disk is full it warns, then no
// photograph is fetched any more, then no message is taken (WhatsApp keeps them); a full disk would not even take a DELETE. Keeps a ballast
// file for that case. Lives on the io thread.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace bot {

inline constexpr std::uint64_t mebibyte = 1024 * 1024;

struct DiskSpace {
    std::uint64_t free = 0;
    bool read_only = false;
};
std::optional<DiskSpace> disk_space(const std::filesystem::path&);  // nullopt: it cannot be told

enum class Room { Plenty, Low, NoMedia, Full, ReadOnly };

struct DiskMarks {
    std::uint64_t warn = 0, media = 0, stop = 0;
};
// Worse at once, better only with an eighth to spare: at a mark the answer must not change with every look.
Room judge(const DiskSpace&, const DiskMarks&, Room before);

class DiskWatch {
public:
    using Look = std::function<std::optional<DiskSpace>(const std::filesystem::path&)>;
    struct Settings {
        std::filesystem::path directory;
        DiskMarks marks;
        std::uint64_t ballast = 0;  // bytes; 0: none is kept
        std::chrono::milliseconds every{10'000};
        Look look = disk_space;
        std::function<void()> changed;  // there is more room than before, or less; may be empty
    };
    DiskWatch(boost::asio::io_context&, Settings);

    void start();
    void stop();

    std::uint64_t free() const { return free_; }
    bool takes_files() const { return room_ < Room::NoMedia; }
    bool takes_messages() const { return room_ < Room::Full; }
    std::string trouble() const;  // why no message is taken; empty: they are

private:
    void arm();
    void look();
    void tell() const;
    void keep_ballast();

    boost::asio::steady_timer timer_;
    Settings settings_;
    Room room_ = Room::Plenty;
    std::uint64_t free_ = 0;
    std::chrono::steady_clock::time_point ballast_due_{};
    bool stopping_ = false;
};

}  // namespace bot
