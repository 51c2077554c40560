#include "models/unread.hpp"

#include <gtest/gtest.h>

namespace shaketable::models::unread_test {
namespace {

Unread unread(const std::string& pointer) {
    Unread all;
    all.add(pointer);
    return all;
}

TEST(Unread, CoversAValueAndItsParts) {
    const Unread web = unread("/components/web");
    EXPECT_TRUE(web.covers("/components/web"));
    EXPECT_TRUE(web.covers("/components/web/endpoints/hello"));
    EXPECT_FALSE(web.covers("/components"));
    EXPECT_FALSE(web.covers("/components/web2"));
    EXPECT_FALSE(Unread().covers("/components/web"));
    EXPECT_TRUE(unread("").covers("/components/web")) << "the whole scenario";
}

TEST(Unread, TouchesWhatHoldsTheValueToo) {
    const Unread step = unread("/components/web/endpoints/hello/steps/0");
    EXPECT_TRUE(step.touches("/components/web/endpoints"));
    EXPECT_TRUE(step.touches("/components/web/endpoints/hello/steps/0/work"));
    EXPECT_FALSE(step.touches("/components/web/endpoints/hell"));
    EXPECT_FALSE(step.touches("/components/web/endpoints/hello/steps/1"));
}

TEST(Unread, MembersMayHideWhereOnlySomeAreRead) {
    Unread policies;
    policies.add_members_of("/policies");
    EXPECT_TRUE(policies.may_hide("/policies/user"));
    EXPECT_FALSE(policies.covers("/policies/user"));
    EXPECT_TRUE(policies.touches("/policies"));
    EXPECT_FALSE(policies.may_hide("/components/web"));
}

TEST(Unread, IsSeenFromAPatchAsFromTheScenario) {
    Unread file;
    file.add("/variants/fast/components/web");
    file.add_members_of("/variants/fast/policies");
    const Unread fast = file.below("/variants/fast");
    EXPECT_TRUE(fast.covers("/components/web"));
    EXPECT_TRUE(fast.may_hide("/policies/user"));
    EXPECT_FALSE(file.below("/variants/slow").touches("/components"));
}

} // namespace
} // namespace shaketable::models::unread_test
