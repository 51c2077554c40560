#include "gui/view_models/session.hpp"

#include "gui/figures.hpp"
#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <QMetaObject>
#include <QThreadPool>

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kFlowWallSeconds = 0.6; // how long a particle is on its way, as one sees it

engine::Duration duration_of(double seconds) { return engine::round_to_duration(seconds * 1e9); }

} // namespace

Session::Session(QObject* parent)
    : QObject(parent), seeker_([this](Seeker::Found found) {
          {
              const std::scoped_lock lock(mutex_);
              newest_ = std::move(found);
          }
          QMetaObject::invokeMethod(this, &Session::take_snapshot, Qt::QueuedConnection);
      }) {}

/// The threads end before what they tell is gone.
Session::~Session() {
    take_.reset();
    overlay_.reset();
    retired_.clear();
}

/// To wait until its threads are over would block the window.
void Session::retire(std::unique_ptr<Take>& take) {
    if (take == nullptr)
        return;
    take->cancel();
    retired_.push_back(std::move(take));
}

/// A film is hundreds of megabytes: to give them back takes its time, too.
void Session::bury_retired() {
    for (std::unique_ptr<Take>& take : retired_)
        if (take->is_over())
            QThreadPool::globalInstance()->start(
                [gone = std::shared_ptr<const Take>(std::move(take))]() mutable { gone.reset(); });
    std::erase(retired_, nullptr);
}

std::function<void()> Session::teller() {
    return [this] {
        if (!news_.exchange(true))
            QMetaObject::invokeMethod(this, &Session::take_news, Qt::QueuedConnection);
    };
}

bool Session::open(const QString& name_or_path) {
    const auto path = scenarios::resolve_scenario(name_or_path.toStdString());
    auto file = path ? scenarios::load_file(path.value()) : path.error();
    if (!file) {
        errors_ = file.error();
        Q_EMIT failed();
        return false;
    }
    if (const scenarios::InputErrors errors = scenarios::check(file.value()); !errors.empty()) {
        errors_ = errors;
        Q_EMIT failed();
        return false;
    }
    file_ = std::move(file).value();
    path_ = text_of(path.value());
    selection_.clear();
    places_.load(*file_);
    at_s_ = 0.0;
    settings_of_.clear();
    overlay({});
    return begin(text_of(std::string(scenarios::kBaseVariant)), {});
}

bool Session::choose_variant(const QString& variant) {
    return file_ && begin(variant, settings_of_[variant]);
}

bool Session::change(const scenarios::Settings& settings) {
    if (!file_)
        return false;
    change_failed_ = true;
    return begin(variant_, settings);
}

bool Session::begin(const QString& variant, const scenarios::Settings& settings) {
    const auto scenario = scenarios::compile(*file_, variant.toStdString(), settings);
    if (!scenario) {
        errors_ = scenario.error();
        Q_EMIT failed();
        return false;
    }
    errors_.clear();
    change_failed_ = false;
    settings_of_[variant] = settings;
    const bool is_change = take_ != nullptr && variant == variant_ && path_ == run_path_;
    if (!is_change)
        before_.reset();
    else if (const auto last = outcome())
        before_ = last;
    run_path_ = path_;
    variant_ = variant;
    settings_ = settings;
    if (auto tree = file_->tree_for(variant.toStdString(), settings))
        tree_ = std::move(tree).value();
    pause();
    retire(take_);
    snapshot_.reset();
    event_.clear();
    told_finished_ = false;
    told_shot_ = false;
    markers_.clear();
    told_preview_.reset();
    take_ = std::make_unique<Take>(Take::Plan{.scenario = scenario.value(),
                                              .seed = scenario.value()->config.seed,
                                              .variant = variant.toStdString()},
                                   teller());
    seeker_.load(take_->film());
    at_s_ = std::clamp(at_s_, begin_s(), end_s());
    Q_EMIT opened();
    want(at_s_);
    return true;
}

void Session::cancel() {
    if (take_ != nullptr)
        take_->cancel();
}

void Session::overlay(const QString& variant) {
    retire(overlay_);
    overlay_variant_.clear();
    told_overlaid_ = false;
    if (!variant.isEmpty() && file_) {
        const auto scenario = scenarios::compile(*file_, variant.toStdString());
        if (scenario) {
            overlay_variant_ = variant;
            overlay_ = std::make_unique<Take>(Take::Plan{.scenario = scenario.value(),
                                                         .seed = scenario.value()->config.seed,
                                                         .variant = variant.toStdString(),
                                                         .is_filmed = false},
                                              teller());
        } else {
            errors_ = scenario.error();
            Q_EMIT failed();
        }
    }
    Q_EMIT overlaid();
}

std::shared_ptr<const Outcome> Session::overlay_outcome() const {
    return overlay_ == nullptr ? nullptr : overlay_->outcome();
}

void Session::take_news() {
    news_ = false;
    bury_retired();
    if (!told_overlaid_ && overlay_outcome() != nullptr) {
        told_overlaid_ = true;
        Q_EMIT overlaid();
    }
    if (take_ == nullptr)
        return;
    const bool is_shot = take_->is_shot();
    if (wants_more_ || (is_shot && !told_shot_)) // all windows are known now, that of the instant among them
        want(at_s_);
    told_shot_ = is_shot;
    Q_EMIT progressed();
    if (!told_finished_ && take_->outcome() != nullptr) {
        told_finished_ = true;
        markers_ = markers_of(outcome()->result);
        Q_EMIT finished();
    } else if (!told_finished_ && take_->preview() != told_preview_) {
        told_preview_ = take_->preview();
        Q_EMIT previewed();
    }
}

void Session::take_snapshot() {
    Seeker::Found newest;
    {
        const std::scoped_lock lock(mutex_);
        newest = std::exchange(newest_, {});
    }
    if (newest.snapshot == nullptr || take_ == nullptr || newest.film != take_->film())
        return; // overtaken by a later one, or of a run that is gone
    snapshot_ = std::move(newest.snapshot);
    if (newest.answer == Seeker::Answer::kStep) {
        at_s_ = snapshot_->at_s;
        event_ = text_of(newest.event);
        Q_EMIT moved();
    }
    Q_EMIT projected();
}

bool Session::sets(const std::string& pointer) const {
    return std::any_of(settings_.begin(), settings_.end(),
                       [&](const std::string& setting) { return setting.starts_with(pointer + "="); });
}

QString Session::title() const {
    return take_ == nullptr ? QString() : text_of(take_->scenario().config.title);
}

QString Session::story() const {
    return take_ == nullptr ? QString() : text_of(take_->scenario().config.story);
}

QStringList Session::variants() const {
    QStringList names;
    if (file_)
        for (const std::string_view name : file_->variant_names())
            names.push_back(text_of(std::string(name)));
    return names;
}

std::shared_ptr<const Outcome> Session::outcome() const {
    return take_ == nullptr ? nullptr : take_->outcome();
}

std::shared_ptr<const analysis::Result> Session::result() const {
    if (const auto known = outcome())
        return {known, &known->result};
    return take_ == nullptr ? nullptr : take_->preview();
}

double Session::begin_s() const {
    return take_ == nullptr ? 0.0 : -static_cast<double>(take_->scenario().zero.ns()) / 1e9;
}

double Session::end_s() const {
    return take_ == nullptr ? 0.0 : (take_->scenario().end - take_->scenario().zero).seconds();
}

double Session::shot_until_s() const {
    return take_ == nullptr ? 0.0 : static_cast<double>(take_->film()->until().ns()) / 1e9 + begin_s();
}

engine::Time Session::time_of(double at_s) const {
    return engine::Time() + duration_of(std::max(0.0, at_s - begin_s()));
}

engine::Duration Session::flow() const {
    return duration_of(std::clamp(kFlowWallSeconds * std::fabs(speed_), 1e-3, 5.0));
}

void Session::want(double at_s) {
    const double until_s = shot_until_s();
    wants_more_ = at_s >= until_s;
    seeker_.seek(time_of(std::min(at_s, until_s)), flow());
}

void Session::point_at(std::optional<double> at_s) {
    if (at_s == pointed_s_)
        return;
    pointed_s_ = at_s;
    Q_EMIT pointed();
}

void Session::seek(double at_s) {
    if (take_ == nullptr)
        return;
    at_s_ = std::clamp(at_s, begin_s(), end_s());
    event_.clear();
    want(at_s_);
    Q_EMIT moved();
}

void Session::seek_next_marker() {
    for (const Marker& marker : markers_)
        if (marker.at_s > at_s_ + 1e-9)
            return seek(marker.at_s);
}

void Session::seek_previous_marker() {
    for (auto marker = markers_.rbegin(); marker != markers_.rend(); ++marker)
        if (marker->at_s < at_s_ - 1e-9)
            return seek(marker->at_s);
}

void Session::step_event(bool forward) {
    if (take_ == nullptr)
        return;
    pause();
    seeker_.step(forward ? 1 : -1, flow());
}

void Session::step_window(bool forward) {
    if (take_ == nullptr)
        return;
    const double window_s = take_->scenario().config.window.seconds();
    const double place = at_s_ / window_s;
    const double next = forward ? std::floor(place + 1e-6) + 1.0 : std::ceil(place - 1e-6) - 1.0;
    pause();
    seek(next * window_s);
}

void Session::play(double speed) {
    if (take_ == nullptr)
        return;
    playing_ = true;
    speed_ = speed;
    if (speed > 0.0 && at_s_ >= end_s())
        seek(0.0);
    Q_EMIT played();
}

void Session::pause() {
    if (!playing_)
        return;
    playing_ = false;
    Q_EMIT played();
}

void Session::advance(double wall_s) {
    if (!playing_ || take_ == nullptr)
        return;
    const double wanted = at_s_ + speed_ * wall_s;
    const double reached = std::min(wanted, shot_until_s()); // it can't be faster than the run itself
    seek(reached);
    const bool at_end = speed_ > 0.0 && at_s_ >= end_s() && take_->is_shot();
    if (at_end || (speed_ < 0.0 && at_s_ <= begin_s()))
        pause();
}

void Session::select(const QString& selection) {
    if (selection == selection_)
        return;
    selection_ = selection;
    Q_EMIT selected();
}

void Session::put(const std::string& component, models::PlaceConfig place) {
    check_written(places_.put(component, place));
}

void Session::forget_places() { check_written(places_.forget()); }

void Session::check_written(bool written) {
    if (written)
        return;
    scenarios::InputError error;
    error.place.file = std::make_shared<const std::string>(path_.toStdString());
    error.found = "can't be written: places are not kept";
    errors_ = {std::move(error)};
    Q_EMIT failed();
}

std::optional<std::uint32_t> Session::selected_component() const {
    if (take_ == nullptr || selection_.isEmpty())
        return std::nullopt;
    const std::string name = selection_.section('/', 0, 0).toStdString();
    const auto& components = take_->scenario().components;
    for (std::uint32_t index = 0; index < components.size(); ++index)
        if (components[index].name == name)
            return index;
    return std::nullopt;
}

std::optional<std::uint32_t> Session::selected_replica() const {
    bool is_number = false;
    const unsigned replica = selection_.section('/', 1, 1).toUInt(&is_number);
    const auto component = selected_component();
    if (!is_number || !component || replica >= take_->scenario().components[*component].instances)
        return std::nullopt;
    return replica;
}

} // namespace shaketable::gui
