// What the window shows: a scenario file, the variant that is being looked at, its run, and the instant.
//
// Lives in the GUI's thread. Runs and seeking have threads of their own, from which it takes immutable values
// when it is told that there are new ones.
#pragma once

#include "gui/view_models/markers.hpp"
#include "gui/view_models/places.hpp"
#include "gui/view_models/seeker.hpp"
#include "gui/view_models/take.hpp"
#include "scenarios/load.hpp"

#include <QObject>
#include <QString>
#include <QStringList>

#include <map>

namespace shaketable::gui {

/// Simulated seconds a second, until somebody chooses another.
inline constexpr double kUsualSpeed = 5.0;

class Session : public QObject {
    Q_OBJECT
  public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    /// A file, or a name of the library. Its first run begins. False: `errors()` tell why, and what was open
    /// stays open.
    bool open(const QString& name_or_path);
    /// Another variant of the file, with the settings that it had before: its run begins.
    bool choose_variant(const QString& variant);
    /// Settings on top of the variant, POINTER=VALUE. False: `errors()` tell why, and the last run stays.
    bool change(const scenarios::Settings& settings);
    void cancel();
    /// The result of another variant of the file, to be laid over this one's; empty: none.
    void overlay(const QString& variant);
    [[nodiscard]] QString overlaid_variant() const { return overlay_variant_; }
    /// nullptr: not yet, or none.
    [[nodiscard]] std::shared_ptr<const Outcome> overlay_outcome() const;

    [[nodiscard]] QString path() const { return path_; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString story() const;
    [[nodiscard]] QStringList variants() const;
    [[nodiscard]] QString variant() const { return variant_; }
    [[nodiscard]] const scenarios::Settings& settings() const { return settings_; }
    /// Whether a setting on top of the variant is of this pointer.
    [[nodiscard]] bool sets(const std::string& pointer) const;
    /// The scenario as it runs: file, variant and settings.
    [[nodiscard]] const scenarios::Node* tree() const { return tree_ ? &*tree_ : nullptr; }
    /// What came of the run before the last change; nullptr: the variant has not been changed.
    [[nodiscard]] std::shared_ptr<const Outcome> before() const { return before_; }
    [[nodiscard]] const scenarios::InputErrors& errors() const { return errors_; }
    /// What is on the screen is not of the settings as they stand: they are wrong.
    [[nodiscard]] bool is_stale() const { return change_failed_ && take_ != nullptr; }

    [[nodiscard]] const Take* take() const { return take_.get(); }
    [[nodiscard]] std::shared_ptr<const Outcome> outcome() const;
    /// What is known of the run so far: its result, or that of the windows that are over. nullptr: nothing.
    [[nodiscard]] std::shared_ptr<const analysis::Result> result() const;
    [[nodiscard]] std::shared_ptr<const Snapshot> snapshot() const { return snapshot_; }
    /// By time; none before it is finished.
    [[nodiscard]] const std::vector<Marker>& markers() const { return markers_; }

    // The instant, in seconds since the end of warm-up; below 0 during it.
    [[nodiscard]] double at_s() const { return at_s_; }
    [[nodiscard]] double begin_s() const;
    [[nodiscard]] double end_s() const;
    /// Up to when there is something to see yet.
    [[nodiscard]] double shot_until_s() const;
    void seek(double at_s);
    void seek_next_marker();
    void seek_previous_marker();
    void step_event(bool forward);
    /// That the last step led to, as long as the instant stays there: "orders/2: call ended, refused". Or
    /// empty.
    [[nodiscard]] QString event() const { return event_; }
    void step_window(bool forward);

    [[nodiscard]] bool is_playing() const { return playing_; }
    [[nodiscard]] double speed() const { return speed_; } // simulated seconds a second; below 0 backwards
    void play(double speed);
    void pause();
    /// Wall-clock time has passed while it plays.
    void advance(double wall_s);

    /// The instant that somebody points at, in any view; nothing: none.
    void point_at(std::optional<double> at_s);
    [[nodiscard]] std::optional<double> pointed_s() const { return pointed_s_; }

    /// "db", or "db/2": what is selected; empty: nothing.
    [[nodiscard]] QString selection() const { return selection_; }
    void select(const QString& selection);
    [[nodiscard]] std::optional<std::uint32_t> selected_component() const;
    [[nodiscard]] std::optional<std::uint32_t> selected_replica() const;

    [[nodiscard]] const Places& places() const { return places_; }
    /// Somebody has put a component's card there.
    void put(const std::string& component, models::PlaceConfig place);
    /// All are where they are laid out.
    void forget_places();

  Q_SIGNALS:
    void opened();     // another file, or another run of it
    void progressed(); // more of it can be seen, or its result is there
    void finished();   // its result is there
    void moved();      // the instant
    void projected();  // the snapshot
    void played();     // plays, or does not any more
    void selected();
    void overlaid();  // its result is there, or it has gone
    void pointed();   // at another instant
    void previewed(); // result() is new
    void failed();    // errors() are new

  private:
    bool begin(const QString& variant, const scenarios::Settings& settings);
    void take_news();
    void take_snapshot();
    void retire(std::unique_ptr<Take>& take);
    void bury_retired();
    void want(double at_s);
    void check_written(bool written);
    [[nodiscard]] engine::Duration flow() const;
    [[nodiscard]] std::function<void()> teller();
    [[nodiscard]] engine::Time time_of(double at_s) const;

    QString path_;
    QString run_path_; // of the file that runs
    std::optional<scenarios::LoadedFile> file_;
    QString variant_;
    scenarios::Settings settings_;
    std::map<QString, scenarios::Settings> settings_of_; // by variant of the file
    bool change_failed_ = false;
    std::optional<scenarios::Node> tree_;
    scenarios::InputErrors errors_;
    std::shared_ptr<const Outcome> before_;
    std::unique_ptr<Take> take_;
    bool told_finished_ = false;
    bool told_shot_ = false;
    std::vector<Marker> markers_;
    std::shared_ptr<const analysis::Result> told_preview_;
    QString overlay_variant_;
    std::unique_ptr<Take> overlay_;
    bool told_overlaid_ = false;
    std::vector<std::unique_ptr<Take>> retired_; // cancelled, and perhaps not over yet
    Places places_;

    double at_s_ = 0.0;
    bool playing_ = false;
    double speed_ = kUsualSpeed;
    bool wants_more_ = false; // the instant had not been shot when it was wished for
    std::optional<double> pointed_s_;
    QString event_;
    QString selection_;
    std::shared_ptr<const Snapshot> snapshot_;

    std::atomic<bool> news_ = false; // a call of take_news is on its way
    std::mutex mutex_;               // of the next
    Seeker::Found newest_;
    Seeker seeker_; // last: its thread uses the others
};

} // namespace shaketable::gui
