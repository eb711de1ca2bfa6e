#include "tests/sim/world.hpp"

#include "bot/clock.hpp"
#include "storage/clerks.hpp"
#include "tests/sim/citizens.hpp"
#include "tests/sim/clerks.hpp"
#include "tests/sim/watch.hpp"

#include <stdlib.h>

#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

namespace sim {

using namespace std::chrono_literals;

namespace {

bot::CatalogStore& shipped() {
    static const auto store = [] {
        auto made = std::make_unique<bot::CatalogStore>(std::filesystem::path(SAPA_SOURCE_DIR) / "flows", bot::OfficeOverrides{});
        made->load(bot::system_now());
        return made;
    }();
    return *store;
}

// Lock, attachments and an empty sapa.db lie on a real file system, best one in memory; what SQLite writes lies on the simulated disk.
class Place {
public:
    Place() {
        const std::filesystem::path memory = "/dev/shm";
        std::string name =
            ((std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) / "sapa-sim-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = name;
    }
    ~Place() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

const std::filesystem::path& place() {
    static const Place only;
    return only.path();
}

class World {
public:
    World(std::uint64_t seed, Sabotage sabotage)
        : random_(seed),
          plan_(draw_plan(random_)),
          sabotage_(sabotage),
          report_(clock_),
          watch_(clock_, report_),
          whatsapp_(clock_, random_.fork(), plan_, report_, watch_),
          citizens_(clock_, random_.fork(), plan_, whatsapp_),
          clerks_(
              clock_, random_.fork(), plan_.clerks_busy, report_, [this] { return life_.get(); },
              [this](const std::string& ticket) { watch_.promised(ticket); }) {
        watch_.introduce(citizens_.all());
        disk_.set_sync_lies(sabotage == Sabotage::SyncLies);
    }

    Story play() {
        report_.note("seed's plan: {}", plan_.described());
        open_office();
        live();
        rest();
        repeat();
        Story story = story_;
        story.sends = static_cast<std::uint64_t>(whatsapp_.sends());
        if (life_) story.requests = static_cast<std::uint64_t>(life_->db().connection().number("SELECT count(*) FROM requests"));
        if (life_) story.messages = static_cast<std::uint64_t>(life_->db().connection().number("SELECT count(*) FROM inbox"));
        story.broken = report_.first_broken();
        story.lines = report_.lines();
        return story;
    }

private:
    void open_office();
    void live();
    void rest();
    void repeat();

    void start();
    void bury(bool power_cut);
    void run_until(SteadyTime);
    void settle();
    void commit();
    void quiet_moment();
    void after_work();
    void draw_trouble();
    void jump_clock();

    Random random_;
    Plan plan_;
    Sabotage sabotage_;
    Clock clock_;
    Report report_;
    CrashVfs disk_;
    Watch watch_;
    WhatsApp whatsapp_;
    Citizens citizens_;
    Clerks clerks_;
    std::unique_ptr<Life> life_;
    int lives_ = 0;
    bool commit_planned_ = false;
    Story story_;
};

// The first start has no trouble: an office that never opened has promised nothing.
void World::open_office() {
    start();
    if (!life_) return report_.broken("the office never opens");
    life_->write([&](storage::Database& db) {
        storage::put_clerk(db, {"rini", "Rini", {"petugas"}}, clock_.wall());
        storage::put_clerk(db, {"adi", "Adi", {"petugas"}}, clock_.wall());
    });
    jump_clock();
    citizens_.start();
    clerks_.start();
}

void World::live() {
    const SteadyTime end = clock_.now() + 48h;
    while (!report_.is_broken() && !citizens_.all_silent() && clock_.now() < end) run_until(clock_.now() + 1min);
    run_until(clock_.now() + 2min);
}

void World::rest() {
    report_.note("no more trouble");
    plan_ = calm(plan_);
    disk_.set_full(false);
    disk_.cut_power_after(0);
    disk_.fail_after(0);
    clock_.set_wall_error(0ms);
    whatsapp_.calm_down(plan_);
    clerks_.go_home();
    run_until(clock_.now() + 1h + whatsapp_.asked_to_wait());
    if (report_.is_broken()) return;
    if (!whatsapp_.all_delivered()) report_.broken("after an hour without trouble not every POST is answered with 200");
    if (!life_) return report_.broken("the service does not come up");
    watch_.at_rest();
}

// Everything once more: nothing may change, and nobody hears anything.
void World::repeat() {
    if (report_.is_broken()) return;
    const std::set<std::string> before = watch_.all_rows();
    const int sends = whatsapp_.sends();
    whatsapp_.repeat_everything();
    run_until(clock_.now() + 2min);
    if (report_.is_broken()) return;
    const std::set<std::string> after = watch_.all_rows();
    for (const std::string& row : before)
        if (!after.contains(row)) report_.broken("deliveries that came once more changed {}", row);
    for (const std::string& row : after)
        if (!before.contains(row)) report_.broken("deliveries that came once more made {}", row);
    if (whatsapp_.sends() != sends) report_.broken("deliveries that came once more were answered");
}

// --- lives ------------------------------------------------------------------------------------------------------------------------------

void World::start() {
    ++lives_;
    commit_planned_ = false;
    whatsapp_.connect([this](const PostPtr& post, WhatsApp::Answer answer) { life_->receive(post, std::move(answer)); });
    try {
        life_ = std::make_unique<Life>(Surroundings{clock_, report_, disk_, shipped(), whatsapp_, place(), plan_, sabotage_,
                                                    [this](storage::Database& db) { watch_.opened(db); }, [this] { watch_.batch_lost(); }},
                                       random_.fork());
        watch_.lives(life_.get());
        report_.note("the service is up");
        return;
    } catch (const storage::sqlite::Error& error) {
        report_.note("the service does not start: {}", error.what());
        if (error.code == storage::sqlite::code::corrupt || error.code == storage::sqlite::code::not_a_database)
            report_.broken("the database is corrupt: {}", error.what());
    } catch (const storage::NotCommitted& error) {
        report_.note("the service does not start: {}", error.what());
    } catch (const std::exception& error) {
        report_.broken("the service does not start: {}", error.what());
    }
    bury(!disk_.has_power());
}

void World::bury(bool power_cut) {
    report_.note("{}", power_cut ? "power is cut" : "the process is dead");
    ++story_.deaths;
    story_.power_cuts += power_cut ? 1 : 0;
    disk_.freeze();
    whatsapp_.disconnect();
    watch_.lives(nullptr);
    life_.reset();
    if (power_cut)
        disk_.after_power_loss(random_);
    else
        disk_.after_death();
    clock_.after(random_.between(200ms, 20s), [this] { start(); });
}

// --- what happens -----------------------------------------------------------------------------------------------------------------------

void World::run_until(SteadyTime end) {
    while (!report_.is_broken() && clock_.run_next(end)) settle();
}

// After every event: the network's thread does what was posted to it, and the writer is called when there is work.
void World::settle() {
    if (!life_) return;
    life_->poll();
    if (life_->stopped()) {
        report_.note("the service stops");
        whatsapp_.disconnect();
        watch_.lives(nullptr);
        life_.reset();
        return bury(!disk_.has_power());
    }
    if (life_->asleep_over_work()) watch_.note_rows();
    if (life_->asleep_over_work()) return report_.broken("messages are due, and nobody will ever send them");
    if (!life_->has_work() || std::exchange(commit_planned_, true)) return;
    const milliseconds wait = random_.chance(plan_.slow_disk) ? random_.between(10ms, 3s) : random_.between(0ms, 4ms);
    clock_.after(wait, [this, life = lives_] {
        if (life_ && life == lives_) commit();
    });
}

void World::commit() {
    commit_planned_ = false;
    draw_trouble();
    life_->work();
    ++story_.commits;
    after_work();
    if (life_ && !life_->has_work())
        clock_.after(random_.chance(0.5) ? milliseconds(50ms) : 3s, [this, life = lives_] {
            if (life_ && life == lives_ && !life_->has_work()) quiet_moment();
        });
}

void World::quiet_moment() {
    life_->work();
    after_work();
}

void World::after_work() {
    const bool power_cut = !disk_.has_power();
    if (power_cut || life_->failed()) return bury(power_cut && random_.chance(0.8));
    watch_.committed();
    if (random_.chance(plan_.killed)) return bury(random_.chance(0.3));
    life_->poll();
    watch_.told();
    if (random_.chance(plan_.killed)) bury(random_.chance(0.3));
}

void World::draw_trouble() {
    if (random_.chance(plan_.power_cut)) disk_.cut_power_after(static_cast<int>(random_.between(1, 40)));
    if (random_.chance(plan_.disk_error)) disk_.fail_after(static_cast<int>(random_.between(1, 30)));
    if (random_.chance(plan_.stopped)) life_->stop();
    if (!random_.chance(plan_.disk_full)) return;
    report_.note("the disk is full");
    disk_.set_full(true);
    clock_.after(random_.between(1s, 60s), [this] { disk_.set_full(false); });
}

void World::jump_clock() {
    clock_.after(1min, [this] { jump_clock(); });
    if (!random_.chance(plan_.clock_jumps)) return;
    const milliseconds error = random_.between(-1h, 1h);
    report_.note("the clock jumps: {} s from the truth", error.count() / 1000);
    clock_.set_wall_error(error);
}

}  // namespace

Story play(std::uint64_t seed, Sabotage sabotage) { return World(seed, sabotage).play(); }

}  // namespace sim
