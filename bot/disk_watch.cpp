#include "bot/disk_watch.hpp"

#include "bot/alarms.hpp"
#include "storage/ballast.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <utility>

namespace bot {
namespace {

constexpr auto ballast_every = std::chrono::hours(1);

std::uint64_t with_reserve(std::uint64_t mark) { return mark + mark / 8; }

Room by_room(std::uint64_t free, const DiskMarks& marks) {
    if (free < marks.stop) return Room::Full;
    if (free < marks.media) return Room::NoMedia;
    return free < marks.warn ? Room::Low : Room::Plenty;
}

}  // namespace

std::optional<DiskSpace> disk_space(const std::filesystem::path& directory) {
    struct statvfs info {};
    if (::statvfs(directory.c_str(), &info) != 0) return std::nullopt;
    return DiskSpace{std::uint64_t{info.f_bavail} * info.f_frsize, (info.f_flag & ST_RDONLY) != 0};
}

Room judge(const DiskSpace& space, const DiskMarks& marks, Room before) {
    if (space.read_only) return Room::ReadOnly;
    const Room now = by_room(space.free, marks);
    if (now >= before || before == Room::ReadOnly) return now;
    return by_room(space.free, {with_reserve(marks.warn), with_reserve(marks.media), with_reserve(marks.stop)});
}

DiskWatch::DiskWatch(boost::asio::io_context& io, Settings settings) : timer_(io), settings_(std::move(settings)) {}

void DiskWatch::start() {
    look();
    arm();
}

void DiskWatch::stop() {
    stopping_ = true;
    timer_.cancel();
}

void DiskWatch::arm() {
    timer_.expires_after(settings_.every);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled || stopping_) return;
        look();
        arm();
    });
}

void DiskWatch::look() {
    const std::optional<DiskSpace> space = settings_.look(settings_.directory);
    if (!space) return;
    free_ = space->free;
    const Room room = judge(*space, settings_.marks, room_);
    if (room != std::exchange(room_, room)) tell();
    if (room_ == Room::Plenty) keep_ballast();
}

void DiskWatch::tell() const {
    if (settings_.changed) settings_.changed();
    const std::uint64_t left = free_ / mebibyte;
    switch (room_) {
        case Room::Plenty:
            return log::info("event=disk_room_again free_mib={}", left);
        case Room::Low:
            return log::alarm(Alarm::DiskLow, "free_mib={}", left);
        case Room::NoMedia:
            return log::alarm(Alarm::DiskNoMedia, "free_mib={} note=\"photographs wait at WhatsApp\"", left);
        case Room::Full:
            return log::alarm(Alarm::DiskFull, "free_mib={} note=\"messages wait at WhatsApp\" advice=\"sapa free-ballast\"", left);
        case Room::ReadOnly:
            return log::alarm(Alarm::DiskReadOnly, "note=\"messages wait at WhatsApp\"");
    }
}

// Only where room is plenty even with it: the ballast must never be what brings the trouble.
void DiskWatch::keep_ballast() {
    const auto now = std::chrono::steady_clock::now();
    if (settings_.ballast == 0 || now < ballast_due_) return;
    ballast_due_ = now + ballast_every;
    if (free_ < settings_.ballast + 2 * settings_.marks.warn) return;
    if (storage::make_ballast(settings_.directory, settings_.ballast)) log::info("event=ballast_made mib={}", settings_.ballast / mebibyte);
}

std::string DiskWatch::trouble() const {
    if (room_ == Room::ReadOnly) return "the disk of the data is read-only";
    if (room_ == Room::Full)
        return fmt::format("the disk of the data is full, {} MiB left; sapa free-ballast makes room", free_ / mebibyte);
    return {};
}

}  // namespace bot
