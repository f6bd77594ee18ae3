// SPDX-License-Identifier: LGPL-2.1-or-later
// What the running daemon says of itself, on both ways in.
#include "tests/bus/caller.h"
#include "tests/contract/bus_interface.h"

namespace bustest {
namespace {

class Introspection : public BusTest {};

const Call introspect{"org.freedesktop.DBus.Introspectable", "Introspect",
                      [](sd_bus_message*) { return 0; }};

std::string text_of(const Answer& answer) {
    const char* text = nullptr;
    if (!answer.ok() || sd_bus_message_read(answer.reply.get(), "s", &text) < 0) return "";
    return text;
}

TEST_F(Introspection, is_the_xml_that_is_installed_on_both_ways_in) {
    const auto installed = contract::of_introspection(
        contract::read_file(RAMAUTH_SOURCE "/ramd/bus/org.ramauth1.xml"));
    EXPECT_EQ(contract::of_introspection(text_of(by_socket(introspect))), installed);
    EXPECT_EQ(contract::of_introspection(text_of(call(ramd.by_bus(), introspect))), installed);
    EXPECT_THAT(by_bus(nobody, introspect), IsDone());
}

Call get_all() {
    return {"org.freedesktop.DBus.Properties", "GetAll", [](sd_bus_message* m) {
                return sd_bus_message_append(m, "s", "org.ramauth1.Manager");
            }};
}

TEST_F(Introspection, properties_can_be_read_by_everybody_and_written_by_nobody) {
    EXPECT_THAT(by_bus(nobody, get_all()), IsDone());
    const Answer all = by_socket(get_all());
    ASSERT_THAT(all, IsDone());
    EXPECT_EQ(fields(all.reply.get())["Version"], RAMAUTH_VERSION);
    const Call set{"org.freedesktop.DBus.Properties", "Set", [](sd_bus_message* m) {
                       return sd_bus_message_append(m, "ssv", "org.ramauth1.Manager", "Version",
                                                    "s", "9");
                   }};
    EXPECT_THAT(by_bus(nobody, set).text, testing::HasSubstr("AccessDenied"));
    EXPECT_THAT(by_socket(set).text, testing::HasSubstr("PropertyReadOnly"));
}

}  // namespace
}  // namespace bustest
