#include "gui/view_models/session.hpp"

#include "scenarios/compile.hpp"
#include "scenarios/library.hpp"

#include <QMetaObject>

#include <algorithm>
#include <cmath>

namespace shaketable::gui {

namespace {

constexpr double kFlowWallSeconds = 0.6; // how long a particle is on its way, as one sees it

QString text_of(const std::string& text) { return QString::fromStdString(text); }

engine::Duration duration_of(double seconds) { return engine::round_to_duration(seconds * 1e9); }

} // namespace

Session::Session(QObject* parent)
    : QObject(parent), seeker_([this](std::shared_ptr<const Snapshot> snapshot) {
          {
              const std::scoped_lock lock(mutex_);
              newest_ = std::move(snapshot);
          }
          QMetaObject::invokeMethod(this, &Session::take_snapshot, Qt::QueuedConnection);
      }) {}

Session::~Session() = default;

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
    at_s_ = 0.0;
    return begin(text_of(std::string(scenarios::kBaseVariant)), {});
}

bool Session::choose_variant(const QString& variant) { return file_ && begin(variant, {}); }

bool Session::change(const scenarios::Settings& settings) { return file_ && begin(variant_, settings); }

bool Session::begin(const QString& variant, const scenarios::Settings& settings) {
    const auto scenario = scenarios::compile(*file_, variant.toStdString(), settings);
    if (!scenario) {
        errors_ = scenario.error();
        Q_EMIT failed();
        return false;
    }
    errors_.clear();
    const bool is_change = take_ != nullptr && variant == variant_ && path_ == run_path_;
    if (!is_change)
        before_.reset();
    else if (const auto last = outcome())
        before_ = last;
    run_path_ = path_;
    variant_ = variant;
    settings_ = settings;
    pause();
    take_.reset();
    snapshot_.reset();
    told_finished_ = false;
    take_ = std::make_unique<Take>(Take::Plan{.scenario = scenario.value(),
                                              .seed = scenario.value()->config.seed,
                                              .variant = variant.toStdString()},
                                   [this] {
                                       if (!news_.exchange(true))
                                           QMetaObject::invokeMethod(this, &Session::take_news,
                                                                     Qt::QueuedConnection);
                                   });
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

void Session::take_news() {
    news_ = false;
    if (take_ == nullptr)
        return;
    if (snapshot_ == nullptr || snapshot_->at != time_of(at_s_))
        want(at_s_); // there may be more to see
    Q_EMIT progressed();
    if (!told_finished_ && take_->outcome() != nullptr) {
        told_finished_ = true;
        Q_EMIT finished();
    }
}

void Session::take_snapshot() {
    std::shared_ptr<const Snapshot> newest;
    {
        const std::scoped_lock lock(mutex_);
        newest = std::exchange(newest_, nullptr);
    }
    if (newest == nullptr || take_ == nullptr || newest->cards.size() != take_->scenario().components.size())
        return; // overtaken by a later one, or of a run that is gone
    snapshot_ = std::move(newest);
    Q_EMIT projected();
}

bool Session::sets(const std::string& pointer) const {
    return std::any_of(settings_.begin(), settings_.end(),
                       [&](const std::string& setting) { return setting.starts_with(pointer + "="); });
}

std::optional<scenarios::Node> Session::tree() const {
    if (!file_)
        return std::nullopt;
    auto tree = file_->tree_for(variant_.toStdString(), settings_);
    return tree ? std::optional(std::move(tree).value()) : std::nullopt;
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

std::vector<Marker> Session::markers() const {
    std::vector<Marker> markers;
    const auto found = outcome();
    if (found == nullptr)
        return markers;
    for (const analysis::TimelineRecord& record : found->result.timeline) {
        markers.push_back({record.began_s, text_of(record.name) + " begins", true});
        if (record.ended_s)
            markers.push_back({*record.ended_s, text_of(record.name) + " ends", true});
    }
    if (const auto& verdict = found->result.verdict) {
        const analysis::Judgement& total = verdict->total;
        if (total.time_to_floor_s && total.floor.value_or(1.0) < 1.0)
            markers.push_back(
                {verdict->first_injected_s + *total.time_to_floor_s, "goodput is lowest", false});
        if (total.time_to_recover_s && verdict->last_injected_end_s)
            markers.push_back(
                {*verdict->last_injected_end_s + *total.time_to_recover_s, "goodput is back", false});
    }
    if (found->result.harm && found->result.verdict) {
        // Who asked shortly before it began is in the window before.
        const double first_s = found->result.verdict->first_injected_s;
        const std::vector<bool>& marked = found->result.harm->series.marked;
        for (std::size_t window = 0; window < marked.size(); ++window)
            if (marked[window] && (window == 0 || !marked[window - 1]))
                markers.push_back(
                    {std::max(first_s, static_cast<double>(window) * found->result.series.window_s),
                     "users are harmed", false});
    }
    std::stable_sort(markers.begin(), markers.end(),
                     [](const Marker& a, const Marker& b) { return a.at_s < b.at_s; });
    return markers;
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

void Session::want(double at_s) {
    const double span_s = std::clamp(kFlowWallSeconds * std::fabs(speed_), 1e-3, 5.0);
    seeker_.seek(time_of(std::min(at_s, shot_until_s())), duration_of(span_s));
}

void Session::seek(double at_s) {
    if (take_ == nullptr)
        return;
    at_s_ = std::clamp(at_s, begin_s(), end_s());
    want(at_s_);
    Q_EMIT moved();
}

void Session::seek_next_marker() {
    for (const Marker& marker : markers())
        if (marker.at_s > at_s_ + 1e-9)
            return seek(marker.at_s);
}

void Session::seek_previous_marker() {
    const std::vector<Marker> all = markers();
    for (auto marker = all.rbegin(); marker != all.rend(); ++marker)
        if (marker->at_s < at_s_ - 1e-9)
            return seek(marker->at_s);
}

void Session::step_event(bool forward) {
    if (take_ == nullptr)
        return;
    pause();
    const Projector projector(take_->film());
    const auto found =
        forward ? projector.next_fact(time_of(at_s_)) : projector.previous_fact(time_of(at_s_));
    if (found)
        seek(static_cast<double>(found->ns()) / 1e9 + begin_s());
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
        seek(begin_s());
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
