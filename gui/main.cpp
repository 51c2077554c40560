// shaketable-gui [FILE|NAME]: the desktop.
#include "gui/main_window.hpp"
#include "gui/screenshot.hpp"
#include "gui/state_file.hpp"

#include <QApplication>
#include <QCommandLineParser>

#include <algorithm>
#include <iostream>

namespace {

using namespace shaketable;

struct Arguments {
    QString scenario = "retry-storm";
    std::optional<gui::ScreenshotPlan> screenshot;
    QSize size;    // of the window; invalid: its own
    QString wrong; // empty: nothing
};

Arguments arguments_of(const QApplication& app) {
    QCommandLineParser parser;
    parser.setApplicationDescription("The shake table for distributed systems, on the desktop.");
    parser.addHelpOption();
    parser.addPositionalArgument("scenario", "A file, or a name of the library; absent: retry-storm.",
                                 "[FILE|NAME]");
    const QCommandLineOption shot("screenshot", "Write a picture of the window, and end.", "FILE.png");
    const QCommandLineOption at("at", "Of this instant, in seconds since the end of warm-up (default 0).",
                                "T", "0");
    const QCommandLineOption select("select", "With this selected: db, or db/2 for a replica.", "ID");
    const QCommandLineOption panel("panel", "With this in front: canvas, heat map, table, ...", "NAME");
    const QCommandLineOption size("size", "So large (default 1600x950).", "WxH", "1600x950");
    const QCommandLineOption variant("variant", "Of this variant.", "NAME");
    const QCommandLineOption dark("dark", "In the dark theme.");
    const QCommandLineOption harm("harm", "With net harm shown.");
    parser.addOptions({shot, at, select, panel, size, variant, dark, harm});
    parser.process(app);
    Arguments found;
    if (!parser.positionalArguments().isEmpty())
        found.scenario = parser.positionalArguments().front();
    if (parser.positionalArguments().size() > 1)
        found.wrong = "one scenario at a time";
    const QStringList sides = parser.value(size).split('x');
    found.size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    if (found.size.width() < 400 || found.size.height() < 300 || found.size.width() > 8000 ||
        found.size.height() > 8000)
        found.wrong = "--size is \"" + parser.value(size) + "\"; accepted: from 400x300 to 8000x8000";
    if (!parser.isSet(shot))
        return found;
    gui::ScreenshotPlan plan{.path = parser.value(shot),
                             .selection = parser.value(select),
                             .panel = parser.value(panel),
                             .variant = parser.value(variant),
                             .dark = parser.isSet(dark),
                             .harm = parser.isSet(harm)};
    bool is_number = false;
    plan.at_s = QString(parser.value(at)).remove('s').toDouble(&is_number);
    plan.size = found.size;
    if (!is_number)
        found.wrong = "--at is \"" + parser.value(at) + "\"; accepted: seconds, such as 75 or 75.5s";
    found.screenshot = plan;
    return found;
}

bool needs_no_display(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
        return argument.starts_with("--screenshot") || argument == "--help" || argument == "-h";
    });
}

int fail(const QString& why) {
    std::cerr << "shaketable-gui: " << why.toStdString() << '\n';
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    if (needs_no_display(argc, argv) && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setApplicationName("shaketable-gui");
    QApplication::setStyle("Fusion");
    const Arguments arguments = arguments_of(app);
    if (!arguments.wrong.isEmpty())
        return fail(arguments.wrong);
    gui::MainWindow window;
    if (!window.session().open(arguments.scenario)) {
        for (const scenarios::InputError& error : window.session().errors())
            std::cerr << scenarios::text_of(error) << '\n';
        return 2;
    }
    if (arguments.screenshot)
        return gui::take_screenshot(window, *arguments.screenshot) ? 0 : 2;
    if (const QString state = qEnvironmentVariable("SHAKETABLE_GUI_STATE"); !state.isEmpty())
        new gui::StateFile(window, state); // which is the window's
    window.remember_files();
    window.resize(arguments.size);
    window.show();
    return QApplication::exec();
}
