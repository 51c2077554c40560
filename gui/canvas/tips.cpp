#include "gui/canvas/tips.hpp"

#include "gui/canvas/painter.hpp"
#include "gui/figures.hpp"

namespace shaketable::gui {

QString cell_tip(const Card& card, std::uint32_t replica) {
    const Cell& cell = card.cells[replica];
    const QString who =
        QString("%1/%2: %3")
            .arg(text_of(card.name))
            .arg(replica)
            .arg(QString::fromUtf8(cell.word.data(), static_cast<qsizetype>(cell.word.size())));
    if (cell.view.stage == models::LifeStage::kAbsent)
        return who;
    return who + QString(", %1 busy\n%2 waiting, %3 in service, %4 computing on %5 cores")
                     .arg(percent(cell.meter))
                     .arg(cell.view.queued)
                     .arg(cell.view.in_service)
                     .arg(cell.view.computing)
                     .arg(number(cell.view.cores));
}

QString card_tip(const Card& card) {
    QStringList parts = {meter_text(card), card_figures(card)};
    if (const QString replicas = replicas_text(card); !replicas.isEmpty())
        parts << replicas;
    if (card.sign)
        parts << sign_text(*card.sign) +
                     (card.sign->of_fullest && card.cells.size() > 1 ? ", of the replica that has most" : "");
    if (card.holds_up)
        parts << QString::number(card.holds_up->statements) + " statements wait for its locks in " +
                     text_of(card.holds_up->database);
    return QString("%1, %2: %3\n%4")
        .arg(text_of(card.name), text_of(card.kind), text_of(card.word), parts.join(", "));
}

QString edge_tip(const Snapshot& snapshot, const EdgeFlow& flow) {
    QString text =
        QString("%1 to %2: %3 calls\n%4 of them retries, %5 failed%6")
            .arg(text_of(snapshot.cards[flow.caller].name), text_of(snapshot.cards[flow.callee].name),
                 rate(flow.attempts_per_s), percent(flow.retry_share), percent(flow.failed_share),
                 flow.failure.empty() ? QString() : ", most: " + text_of(flow.failure));
    for (const std::string& sign : flow.signs)
        text += "\n" + text_of(sign);
    return text;
}

} // namespace shaketable::gui
