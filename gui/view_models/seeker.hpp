// Reaches the instants that somebody wants to see, in a thread of its own. Only the latest wish counts; steps
// add up.
#pragma once

#include "gui/view_models/projector.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <thread>

namespace shaketable::gui {

class Seeker {
  public:
    /// What a snapshot is the answer to.
    enum class Answer : std::uint8_t { kNear, kExact, kStep };
    struct Found {
        std::shared_ptr<const Snapshot> snapshot;
        std::shared_ptr<const Film> film; // that it is of
        Answer answer = Answer::kExact;
        std::string event = {}; // that a step led to
    };
    using Show = std::function<void(Found)>;

    /// `show` is called from its thread. Where the instant takes a while to be reached, what is at hand near
    /// it comes first.
    explicit Seeker(Show show);
    ~Seeker();
    Seeker(const Seeker&) = delete;
    Seeker& operator=(const Seeker&) = delete;

    void load(std::shared_ptr<const Film> film);
    void seek(engine::Time at, engine::Duration flow);
    /// So many events on from the instant that was wished for last; below 0: back.
    void step(int events, engine::Duration flow);

  private:
    struct Wish {
        std::shared_ptr<const Film> film;
        std::optional<engine::Time> at; // nothing: where the last wish led to
        engine::Duration flow;
        int steps = 0;
    };
    void wish(const Wish& wish);
    void serve(const std::stop_token& stop);
    void fulfil(const Wish& wish);
    [[nodiscard]] std::optional<FactStep> stepped(engine::Time at, int steps) const;

    Show show_;
    std::mutex mutex_;
    std::condition_variable_any wished_;
    std::atomic<bool> overtaken_ = false; // a wish waits, or it is over
    std::shared_ptr<const Film> film_;
    std::optional<Wish> wish_;

    std::shared_ptr<const Film> loaded_; // of the thread, as is what follows
    engine::Time at_;                    // where the last wish led to
    std::optional<Projector> projector_;
    std::jthread thread_;
};

} // namespace shaketable::gui
