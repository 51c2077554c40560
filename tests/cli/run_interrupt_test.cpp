#include "cli/run_interrupt.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace shaketable::cli {
namespace {

TEST(Interrupt, IsNoticedWhenItIsAskedFor) {
    const Interrupt interrupt;
    EXPECT_FALSE(interrupt.asked());
    std::raise(SIGINT);
    EXPECT_TRUE(interrupt.asked());
    EXPECT_TRUE(interrupt.asked());
}

TEST(Interrupt, IsAPoliteKillToo) {
    for (const int signal : {SIGTERM, SIGHUP}) {
        const Interrupt interrupt;
        std::raise(signal);
        EXPECT_TRUE(interrupt.asked());
    }
}

TEST(Interrupt, OfAnEarlierRunIsForgotten) {
    {
        const Interrupt earlier;
        std::raise(SIGINT);
    }
    EXPECT_FALSE(Interrupt().asked());
}

TEST(InterruptDeathTest, KillsTheSecondTime) {
    const auto twice = [] {
        const Interrupt interrupt;
        std::raise(SIGINT);
        if (interrupt.asked())
            std::raise(SIGINT);
        std::_Exit(0);
    };
    EXPECT_EXIT(twice(), testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptDeathTest, KillsAfterTheRunAsBefore) {
    const auto after = [] {
        { const Interrupt interrupt; }
        std::raise(SIGINT);
        std::_Exit(0);
    };
    EXPECT_EXIT(after(), testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptDeathTest, StaysIgnoredIfItWas) {
    const auto ignored = [] {
        std::signal(SIGINT, SIG_IGN);
        const Interrupt interrupt;
        std::raise(SIGINT);
        std::_Exit(interrupt.asked() ? 1 : 0);
    };
    EXPECT_EXIT(ignored(), testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace shaketable::cli
