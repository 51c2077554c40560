#include "gui/view_models/seeker.hpp"

namespace shaketable::gui {

Seeker::Seeker(Show show)
    : show_(std::move(show)), thread_([this](const std::stop_token& stop) { serve(stop); }) {}

Seeker::~Seeker() {
    thread_.request_stop();
    wished_.notify_all();
}

void Seeker::load(std::shared_ptr<const Film> film) {
    const std::scoped_lock lock(mutex_);
    film_ = std::move(film);
    wish_.reset();
}

void Seeker::seek(engine::Time at, engine::Duration flow) {
    {
        const std::scoped_lock lock(mutex_);
        wish_ = Wish{.film = film_, .at = at, .flow = flow};
    }
    wished_.notify_one();
}

void Seeker::serve(const std::stop_token& stop) {
    std::shared_ptr<const Film> loaded;
    std::optional<Projector> projector;
    while (true) {
        std::optional<Wish> wish;
        {
            std::unique_lock lock(mutex_);
            wished_.wait(lock, stop, [this] { return wish_.has_value(); });
            if (stop.stop_requested())
                return;
            wish = std::exchange(wish_, std::nullopt);
        }
        if (wish->film != nullptr)
            fulfil(*wish, loaded, projector);
    }
}

void Seeker::fulfil(const Wish& wish, std::shared_ptr<const Film>& loaded,
                    std::optional<Projector>& projector) {
    if (loaded != wish.film) {
        loaded = wish.film;
        projector.emplace(loaded);
    }
    if (auto snapshot = projector->project(wish.at, wish.flow))
        show_(std::move(snapshot));
}

} // namespace shaketable::gui
