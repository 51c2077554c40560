// Reaches the instants that somebody wants to see, in a thread of its own. Only the latest wish counts.
#pragma once

#include "gui/view_models/projector.hpp"

#include <condition_variable>
#include <functional>
#include <thread>

namespace shaketable::gui {

class Seeker {
  public:
    using Show = std::function<void(std::shared_ptr<const Snapshot>)>;

    /// `show` is called from its thread, with the instant that was wished for last.
    explicit Seeker(Show show);
    ~Seeker();
    Seeker(const Seeker&) = delete;
    Seeker& operator=(const Seeker&) = delete;

    void load(std::shared_ptr<const Film> film);
    void seek(engine::Time at, engine::Duration flow);

  private:
    struct Wish {
        std::shared_ptr<const Film> film;
        engine::Time at;
        engine::Duration flow;
    };
    void serve(const std::stop_token& stop);
    void fulfil(const Wish& wish, std::shared_ptr<const Film>& loaded, std::optional<Projector>& projector);

    Show show_;
    std::mutex mutex_;
    std::condition_variable_any wished_;
    std::shared_ptr<const Film> film_;
    std::optional<Wish> wish_;
    std::jthread thread_;
};

} // namespace shaketable::gui
