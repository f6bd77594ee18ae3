// SPDX-License-Identifier: LGPL-2.1-or-later
#include <ostream>

#include "ramctl/json_output.h"
#include "ramctl/report.h"
#include "ramctl/since_text.h"
#include "ramctl/table.h"
#include "ramctl/time_text.h"
#include "ramctl/verbs.h"

namespace ramctl {
namespace {

constexpr std::size_t page_size = 500;

boost::json::object document(const LogEntry& entry) {
    boost::json::object object{{"Time", to_json(Value(entry.time))}, {"Event", entry.event}};
    const auto add = [&object](const char* name, const std::string& text) {
        if (!text.empty()) object[name] = text;
    };
    add("UserName", entry.user);
    add("Source", entry.source);
    add("Service", entry.service);
    add("Code", entry.code);
    object["Message"] = entry.message;
    add("RequestID", entry.request_id);
    return object;
}

class Entries {
public:
    explicit Entries(Environment& environment)
        : environment_(environment),
          table_({"TIME", "EVENT", "USER", "SOURCE", "SERVICE", "CODE", "MESSAGE"}),
          array_(environment.out) {}

    void add(const LogEntry& entry) {
        ++count_;
        if (environment_.json) {
            array_.add(document(entry));
            return;
        }
        table_.add({local_time(entry.time), entry.event, entry.user, entry.source, entry.service,
                    entry.code, entry.message});
        if (count_ % page_size == 0) table_.print_page(environment_.out, environment_.colour);
    }
    void finish() {
        if (environment_.json)
            array_.finish();
        else
            table_.print(environment_.out, environment_.colour);
    }
    [[nodiscard]] bool empty() const { return count_ == 0; }

private:
    Environment& environment_;
    Table table_;
    JsonArray array_;
    std::size_t count_ = 0;
};

std::variant<LogFilter, Refusal> filter_of(const LogVerb& verb, Timestamp now) {
    LogFilter filter;
    if (verb.user) {
        auto user = account_named(*verb.user);
        if (auto* refusal = std::get_if<Refusal>(&user)) return std::move(*refusal);
        filter.user = std::move(std::get<UserName>(user));
    }
    if (!verb.since) return filter;
    filter.since = parse_since(*verb.since, now);
    if (!filter.since)
        return Refusal{Code::parameter_format,
                       "'" + *verb.since +
                           "' is no time: give one like 2026-03-01T12:00:00Z, \"2026-03-01 12:00\","
                           " today, yesterday, -1h or \"2 days ago\"",
                       "Since"};
    return filter;
}

}  // namespace

ExitStatus run(const LogVerb& verb, Environment& environment) {
    const auto filter = filter_of(verb, environment.now);
    if (const auto* refusal = std::get_if<Refusal>(&filter))
        return report(environment.err, *refusal);
    Entries entries(environment);
    const auto refusal = environment.events.read(
        std::get<LogFilter>(filter), [&entries](const LogEntry& entry) { entries.add(entry); });
    if (refusal) return report(environment.err, *refusal);
    entries.finish();
    if (entries.empty() && !environment.caller.is_root())
        environment.err << "Others than root see these entries as members of the group "
                           "systemd-journal or adm only.\n";
    return ExitStatus::ok;
}

}  // namespace ramctl
