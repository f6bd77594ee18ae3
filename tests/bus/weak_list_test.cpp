// SPDX-License-Identifier: LGPL-2.1-or-later
// The weak list of a running daemon: asked, added to, replaced and damaged beneath it [P9].
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>

#include "policy/weak_list/weak_hash.h"
#include "tests/bus/caller.h"
#include "tests/support/weak_list_file.h"

namespace bustest {
namespace {

namespace fs = std::filesystem;
using ramauth::test::make_weak_list;
using ramauth::test::many_passwords;
using ramauth::test::overwrite;
using ramauth::test::size_of;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* weak = "InvalidParameter.RiskPassword.Weak";
constexpr const char* unavailable = "InvalidParameter.RiskPassword.Unavailable";

std::string lines_of(const std::vector<std::string>& passwords) {
    std::string lines;
    for (const std::string& password : passwords)
        lines += to_text(ramauth::weak_list::weak_hash(password)) + "\n";
    return lines;
}

Call add_lines(const std::string& lines) {
    return {"org.ramauth1.Manager", "AddWeakPasswords",
            [fd = std::make_shared<ramauth::UniqueFd>(secret(lines))](sd_bus_message* m) {
                return sd_bus_message_append(m, "h", fd->get());
            }};
}

Call add(const std::vector<std::string>& passwords) {
    return add_lines(lines_of(passwords));
}

Call list_added(const std::string& marker) {
    return with_user("ListAddedWeakPasswords", marker);
}

Call set_flag(const char* field, bool value) {
    return {"org.ramauth1.Manager", "SetPasswordPolicy", [field, value](sd_bus_message* m) {
                return sd_bus_message_append(m, "a{sv}", 1, field, "b", value ? 1 : 0);
            }};
}

Call reset_by_hand(const std::string& wanted) {
    return {"org.ramauth1.Manager", "UpdateLoginProfile",
            [fd = std::make_shared<ramauth::UniqueFd>(secret(wanted))](sd_bus_message* m) {
                return sd_bus_message_append(m, "sa{sv}", "ann", 2, "Password", "h", fd->get(),
                                             "Interactive", "b", 1);
            }};
}

unsigned number_of(const Answer& answer) {
    unsigned number = 0;
    if (!answer.ok() || sd_bus_message_read(answer.reply.get(), "u", &number) < 0)
        return UINT32_MAX;
    return number;
}

struct Page {
    std::string lines;
    std::string next;
};

Page page_of(const Answer& answer) {
    int fd = -1;
    const char* next = nullptr;
    if (!answer.ok() || sd_bus_message_read(answer.reply.get(), "hs", &fd, &next) < 0)
        return {"?", "?"};
    std::string lines(ramauth::max_long_secret + 1, '\0');
    const ssize_t size = ::pread(fd, lines.data(), lines.size(), 0);
    lines.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return {lines, next};
}

class WeakListOnTheBus : public BusTest {
protected:
    [[nodiscard]] std::string list() const { return directory.path("weak/passwords.weak"); }
    [[nodiscard]] std::map<std::string, std::string> info() const {
        const Answer answer = by_socket(without_arguments("GetWeakListInfo"));
        return answer.ok() ? fields(answer.reply.get()) : std::map<std::string, std::string>{};
    }
    [[nodiscard]] bool becomes(const std::function<bool()>& condition,
                               std::chrono::seconds limit = std::chrono::seconds(20)) const {
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (std::chrono::steady_clock::now() < deadline)
            if (condition()) return true;
        return condition();
    }
    [[nodiscard]] bool becomes(const std::string& state) const {
        return becomes([&] { return info()["State"] == state; });
    }
    [[nodiscard]] Answer change(const std::string& wanted) const {
        return by_socket(change_by_password("ann", password, wanted));
    }
    // The one that is there stays where it is open.
    void put_in_place(const std::function<void(const std::string&)>& make) const {
        make(list() + ".new");
        fs::rename(list() + ".new", list());
    }
};

TEST_F(WeakListOnTheBus, P9_without_a_list_that_is_said_loudly) {
    ASSERT_TRUE(becomes([&] { return !info()["Problem"].empty(); }));
    EXPECT_THAT(ramd.log(), HasSubstr("Weak list refused: " + list() + ": there is no such file"));
    auto all = info();
    EXPECT_EQ(all["Path"], list());
    EXPECT_EQ(all["State"], "none");
    EXPECT_EQ(all["Usable"], "no");
    EXPECT_EQ(all["Entries"], "0");
    EXPECT_THAT(by_socket(without_arguments("ReloadWeakList")), IsRefused(unavailable));
    EXPECT_THAT(change("another long phrase"), IsDone());
}

TEST_F(WeakListOnTheBus, P9_a_list_that_comes_is_asked_within_a_second) {
    make_weak_list(list(), {"photograph"}, "a corpus");
    EXPECT_TRUE(becomes([&] { return info()["State"] == "usable"; }, std::chrono::seconds(1)));
    auto all = info();
    EXPECT_EQ(all["Usable"], "yes");
    EXPECT_EQ(all["Problem"], "");
    EXPECT_EQ(all["Entries"], "1");
    EXPECT_EQ(all["BitsPerEntry"], "32");
    EXPECT_EQ(all["Source"], "a corpus");
    EXPECT_EQ(all["FileSize"], std::to_string(size_of(list())));
    EXPECT_EQ(all["Version"], "1");
    EXPECT_THAT(ramd.log(), HasSubstr("Weak list loaded: " + list() + ": 1 passwords"));
    EXPECT_THAT(change("photograph"), IsRefused(weak));
    EXPECT_THAT(change("SunShine"), IsRefused(weak));
    put_in_place([](const std::string& path) { make_weak_list(path, {"princess", "rainbows"}); });
    EXPECT_TRUE(becomes([&] { return info()["Entries"] == "2"; }, std::chrono::seconds(1)));
    EXPECT_THAT(change("princess"), IsRefused(weak));
    EXPECT_THAT(change("photograph"), IsDone());
}

TEST_F(WeakListOnTheBus, P9_it_is_asked_from_the_first_request_of_a_daemon_on) {
    make_weak_list(list(), {"photograph"});
    ramd.stop();
    ramd.start();
    EXPECT_THAT(change("photograph"), IsRefused(weak));
}

TEST_F(WeakListOnTheBus, P9_who_may_be_refused_what_is_weak) {
    make_weak_list(list(), {"photograph"});
    ASSERT_TRUE(becomes("usable"));
    EXPECT_THAT(by_bus(ann, change_by_password("ann", password, "photograph")), IsRefused(weak));
    EXPECT_THAT(by_socket(reset_by_hand("photograph")), IsRefused(weak));
    const Answer broken = by_socket(check_password("ann", "photograph"));
    ASSERT_THAT(broken, IsDone());
    const char* code = nullptr;
    const char* sentence = nullptr;
    ASSERT_GT(sd_bus_message_enter_container(broken.reply.get(), 'a', "(ss)"), 0);
    ASSERT_GT(sd_bus_message_read(broken.reply.get(), "(ss)", &code, &sentence), 0);
    EXPECT_STREQ(code, weak);
    EXPECT_THAT(by_socket(reset("ann", "photograph")), IsDone()) << "a program's";
    EXPECT_THAT(by_socket(set_flag("InterceptRiskPasswordOnApi", true)), IsDone());
    EXPECT_THAT(by_socket(reset("ann", "Sunshine")), IsRefused(weak));
    EXPECT_THAT(ramd.log(), testing::Not(HasSubstr("unshine")));
}

TEST_F(WeakListOnTheBus, P9_where_a_list_is_required_none_is_a_refusal) {
    EXPECT_THAT(by_socket(set_flag("WeakListRequired", true)), IsDone());
    EXPECT_THAT(change("another long phrase"), IsRefused(unavailable));
    EXPECT_THAT(by_socket(reset("ann", "another long phrase")), IsRefused(unavailable));
    EXPECT_THAT(by_socket(add({"photograph"})), IsDone());
    EXPECT_THAT(change("photograph"), IsRefused(weak));
    make_weak_list(list(), {"rainbows"});
    ASSERT_TRUE(becomes("usable"));
    EXPECT_THAT(change("rainbows"), IsRefused(weak));
    EXPECT_THAT(change("another long phrase"), IsDone());
}

TEST_F(WeakListOnTheBus, P9_what_is_added_counts_at_once_and_after_a_restart) {
    EXPECT_EQ(number_of(by_socket(add({"photograph", "rainbows"}))), 2U);
    EXPECT_THAT(change("photograph"), IsRefused(weak));
    EXPECT_EQ(number_of(by_socket(add({"rainbows", "princess"}))), 1U);
    EXPECT_EQ(number_of(by_socket(add({}))), 0U);
    EXPECT_EQ(info()["Added"], "3");
    EXPECT_EQ(info()["Pending"], "3");
    EXPECT_THAT(ramd.log(), HasSubstr("Weak passwords added: 1 new of 2"));
    ramd.stop();
    ramd.start();
    EXPECT_THAT(change("rainbows"), IsRefused(weak));
    EXPECT_EQ(info()["Added"], "3");
    make_weak_list(list(), {"photograph", "dragons8"});
    ASSERT_TRUE(becomes("usable"));
    EXPECT_THAT(change("princess"), IsRefused(weak));
    EXPECT_EQ(info()["Pending"], "2");
}

TEST_F(WeakListOnTheBus, lines_that_are_none_are_refused_with_their_number_and_nothing_is_added) {
    const std::string good = lines_of({"photograph"});
    const std::vector<std::string> all{"x", "\n", good.substr(1), std::string(40, 'g') + "\n",
                                       "photograph\n"};
    for (const std::string& bad : all) {
        const Answer answer = by_socket(add_lines(good + good + bad));
        EXPECT_THAT(answer, IsRefused("InvalidParameter.Hashes.Format"));
        EXPECT_THAT(answer.text, HasSubstr("line 3 "));
    }
    EXPECT_EQ(info()["Added"], "0");
    EXPECT_THAT(change("photograph"), IsDone());
}

TEST_F(WeakListOnTheBus, X6_lines_are_64_kib_at_most_and_travel_as_secrets_do) {
    std::string lines = lines_of(many_passwords(ramauth::max_long_secret / 41));
    EXPECT_EQ(number_of(by_socket(add_lines(lines))), 1598U);
    lines.resize(ramauth::max_long_secret + 1, '\n');
    EXPECT_THAT(by_socket(add_lines(lines)), IsRefused("InvalidParameter.Secret.Malformed"));
    const Call file{"org.ramauth1.Manager", "AddWeakPasswords", [](sd_bus_message* m) {
                        const ramauth::UniqueFd zero(::open("/dev/zero", O_RDWR | O_CLOEXEC));
                        return sd_bus_message_append(m, "h", zero.get());
                    }};
    EXPECT_THAT(by_socket(file), IsRefused("InvalidParameter.Secret.Malformed"));
}

TEST_F(WeakListOnTheBus, what_was_added_is_listed_in_order_page_by_page) {
    const auto empty = page_of(by_socket(list_added("")));
    EXPECT_EQ(empty.lines + empty.next, "");
    const auto all = many_passwords(2000);
    const std::vector<std::string> first(all.begin(), all.begin() + 1000);
    const std::vector<std::string> second(all.begin() + 1000, all.end());
    EXPECT_THAT(by_socket(add(first)), IsDone());
    EXPECT_THAT(by_socket(add(second)), IsDone());
    const Page one = page_of(by_socket(list_added("")));
    EXPECT_EQ(one.lines.size(), 1598U * 41U);
    EXPECT_EQ(one.next + "\n", one.lines.substr(one.lines.size() - 41));
    const Page two = page_of(by_socket(list_added(one.next)));
    EXPECT_EQ(two.next, "");
    std::set<std::string> wanted;
    for (const std::string& password : all) wanted.insert(lines_of({password}));
    std::string sorted;
    for (const std::string& line : wanted) sorted += line;
    EXPECT_EQ(one.lines + two.lines, sorted);
    EXPECT_THAT(by_socket(list_added("5BAA6")), IsRefused("InvalidParameter.Marker.Format"));
}

TEST_F(WeakListOnTheBus, P9_a_file_that_is_refused_leaves_the_one_before_in_use) {
    make_weak_list(list(), {"photograph"});
    ASSERT_TRUE(becomes("usable"));
    const std::vector<std::function<void(const std::string&)>> bad{
        [](const std::string& path) {
            make_weak_list(path, many_passwords(5000));
            overwrite(path, 4096 + 100, "damage");
        },
        [](const std::string& path) {
            make_weak_list(path, many_passwords(5000));
            overwrite(path, 8, "\x02");
        },
        [](const std::string& path) {
            make_weak_list(path, many_passwords(5000));
            fs::resize_file(path, 9000);
        },
        [](const std::string& path) { write_file(path, "photograph\n"); },
    };
    for (const auto& make : bad) {
        put_in_place(make);
        const Answer answer = by_socket(without_arguments("ReloadWeakList"));
        EXPECT_THAT(answer, IsRefused("InvalidParameter.WeakList.Format"));
        EXPECT_THAT(answer.text, StartsWith(list() + ": "));
        auto all = info();
        EXPECT_EQ(all["State"], "damaged");
        EXPECT_EQ(all["Usable"], "yes");
        EXPECT_EQ(all["Entries"], "1");
        EXPECT_THAT(all["Problem"], StartsWith(list() + ": "));
        EXPECT_THAT(change("photograph"), IsRefused(weak));
    }
    put_in_place([](const std::string& path) { make_weak_list(path, {"rainbows", "photograph"}); });
    const Answer reloaded = by_socket(without_arguments("ReloadWeakList"));
    ASSERT_THAT(reloaded, IsDone());
    auto all = fields(reloaded.reply.get());
    EXPECT_EQ(all["State"], "usable");
    EXPECT_EQ(all["Entries"], "2");
    EXPECT_EQ(all["Problem"], "");
}

TEST_F(WeakListOnTheBus, P9_a_list_that_is_cut_while_it_is_mapped_does_not_kill_the_daemon) {
    make_weak_list(list(), many_passwords(5000));
    ASSERT_TRUE(becomes("usable"));
    EXPECT_THAT(by_socket(set_flag("WeakListRequired", true)), IsDone());
    ASSERT_EQ(::truncate(list().c_str(), 0), 0);
    EXPECT_THAT(change("another long phrase"), IsRefused(unavailable));
    EXPECT_THAT(change("another long phrase"), IsRefused(unavailable));
    EXPECT_TRUE(becomes("damaged"));
    EXPECT_EQ(info()["Usable"], "no");
    EXPECT_EQ(::kill(ramd.process().pid(), 0), 0);
    EXPECT_THAT(by_socket(authenticate("ann", password)), IsDone());
}

}  // namespace
}  // namespace bustest
