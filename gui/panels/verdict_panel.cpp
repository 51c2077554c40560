#include "gui/panels/verdict_panel.hpp"

#include "analysis/verdict_text.hpp"
#include "gui/figures.hpp"

#include <QUrl>

namespace shaketable::gui {

namespace {

QString escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); }

QString in_words(std::string_view name) {
    return QString::fromStdString(std::string(name)).replace('_', ' ');
}

QString net_words(const analysis::HarmCount& count) {
    return QString::fromStdString(analysis::net_text(count));
}

QString verdict_word(const analysis::Judgement& judgement) {
    return QString::fromStdString(analysis::verdict_text(&judgement));
}

QString row(const QStringList& cells) {
    QString text = "<tr>";
    for (int column = 0; column < cells.size(); ++column)
        text += QString("<td align='%1' style='padding-right:8px; white-space:%2'>%3</td>")
                    .arg(column == 0 ? "left" : "right", column == 0 ? "nowrap" : "normal", cells[column]);
    return text + "</tr>";
}

/// Figures in a line or two: the sentences below need the room.
QString figures_text(const analysis::Judgement& total) {
    QStringList parts = {"floor of goodput <b>" + percent(total.floor) + "</b>"};
    parts << "reached after <b>" + seconds(total.time_to_floor_s) + "</b>";
    parts << "back after <b>" + QString::fromStdString(analysis::back_after_text(&total)) + "</b>";
    parts << "goodput lost <b>" + seconds(total.area_lost_s) + "</b>";
    QStringList effects;
    for (const models::Relief relief : total.sustained_by)
        if (!analysis::sustaining_effect(relief).empty())
            effects.push_back(in_words(analysis::sustaining_effect(relief)));
    if (!effects.isEmpty())
        parts << "sustained by <b>" + effects.join(", ") + "</b>";
    return "<p style='margin:0px 0px 5px 0px'>" + parts.join("; ") + "</p>";
}

QString evidence_text(const std::vector<analysis::Evidence>& evidence) {
    QString text;
    for (const analysis::Evidence& sentence : evidence)
        text += QString("<p style='margin:0px 0px 4px 0px'><a href='go:%1?%2'>%3</a> %4</p>")
                    .arg(QString::number(sentence.at_s, 'g', 15), subject_of(sentence),
                         seconds(sentence.at_s), escaped(sentence.text));
    return text;
}

QString harm_text(const analysis::Result& result) {
    QString text = "<h4>Harm by journey</h4><table>" + row({"", "harmed", "helped", "net", "verdict"});
    const auto count = [](std::uint64_t number) {
        return QString::fromStdString(analysis::count_text(number));
    };
    for (std::size_t index = 0; index < result.harm->journeys.size(); ++index) {
        const analysis::JourneyHarm& journey = result.harm->journeys[index];
        text += row({escaped(journey.client + "." + journey.name), count(journey.count.harmed),
                     count(journey.count.helped), net_words(journey.count),
                     result.verdict ? verdict_word(result.verdict->journeys[index]) : "n/a"});
    }
    const analysis::HarmCount& all = result.harm->total;
    return text + row({"all", count(all.harmed), count(all.helped), net_words(all), ""}) + "</table>";
}

} // namespace

QString subject_of(const analysis::Evidence& sentence) {
    for (const analysis::EvidenceNumber& number : sentence.numbers) {
        const QString pointer = QString::fromStdString(number.pointer);
        if (pointer.startsWith("/components/"))
            return pointer.section('/', 2, 2);
        if (pointer.startsWith("/harm/components/"))
            return pointer.section('/', 3, 3);
        if (pointer.startsWith("/harm/journeys/"))
            return pointer.section('/', 3, 3).section('.', 0, 0);
    }
    return {};
}

QString verdict_text(const Outcome& outcome) {
    const analysis::Result& result = outcome.result;
    const QString lesson =
        result.lesson.empty() ? QString() : "<h4>Lesson</h4><p>" + escaped(result.lesson) + "</p>";
    if (!result.verdict)
        return "<h3>No fault, no verdict</h3><p>Nothing was injected into this run. Its goodput was " +
               rate(result.total.goodput_per_s) + ", its availability " + percent(result.total.availability) +
               ".</p>" + lesson;
    return "<h3 style='margin:0px'>" + verdict_word(result.verdict->total) + "</h3>" +
           figures_text(result.verdict->total) + evidence_text(outcome.evidence) +
           (result.harm ? harm_text(result) : QString()) + lesson;
}

VerdictPanel::VerdictPanel(Session& session, QWidget* parent) : QTextBrowser(parent), session_(session) {
    setAccessibleName("Verdict");
    setOpenLinks(false);
    connect(&session, &Session::opened, this, &VerdictPanel::show_outcome);
    connect(&session, &Session::finished, this, &VerdictPanel::show_outcome);
    connect(&session, &Session::failed, this, &VerdictPanel::show_outcome);
    connect(this, &QTextBrowser::anchorClicked, this, &VerdictPanel::follow);
}

void VerdictPanel::set_theme(const Theme&) { show_outcome(); }

void VerdictPanel::show_outcome() {
    const auto outcome = session_.outcome();
    setEnabled(!session_.is_stale());
    const QString stale = session_.is_stale() ? "<p><b>Stale:</b> of the last good run.</p>" : QString();
    setHtml(outcome == nullptr ? "<p>The verdict comes when the run is finished.</p>"
                               : stale + verdict_text(*outcome));
}

/// "go:60?inventory-db".
void VerdictPanel::follow(const QUrl& link) {
    session_.pause();
    session_.seek(link.path().toDouble());
    if (!link.query().isEmpty())
        session_.select(link.query());
}

} // namespace shaketable::gui
