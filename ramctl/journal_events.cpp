// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/journal_events.h"

#include <pwd.h>
#include <systemd/sd-journal.h>

#include <memory>
#include <system_error>

#include "shared/wire.h"

namespace ramctl {
namespace {

using ramauth::Code;
using ramauth::Refusal;
using ramauth::Timestamp;

struct CloseJournal {
    void operator()(sd_journal* journal) const noexcept { sd_journal_close(journal); }
};
using Journal = std::unique_ptr<sd_journal, CloseJournal>;

void check(int r, const char* what) {
    if (r < 0) throw std::system_error(-r, std::generic_category(), what);
}

Journal open_journal(const std::string& directory) {
    sd_journal* opened = nullptr;
    check(directory.empty() ? sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM)
                            : sd_journal_open_directory(&opened, directory.c_str(), 0),
          "the journal cannot be opened");
    return Journal(opened);
}

void add_match(sd_journal* journal, const std::string& match) {
    check(sd_journal_add_match(journal, match.data(), match.size()), "sd_journal_add_match");
}

// Empty where the entry has no such field.
std::string field_of(sd_journal* journal, const std::string& name) {
    const void* data = nullptr;
    std::size_t size = 0;
    if (sd_journal_get_data(journal, name.c_str(), &data, &size) < 0) return {};
    const std::string text(static_cast<const char*>(data), size);
    return text.size() > name.size() ? text.substr(name.size() + 1) : std::string();
}

LogEntry entry_of(sd_journal* journal) {
    LogEntry entry;
    std::uint64_t time = 0;
    if (sd_journal_get_realtime_usec(journal, &time) >= 0) entry.time = ramauth::from_wire(time);
    entry.event = field_of(journal, "RAMAUTH_EVENT");
    entry.user = field_of(journal, "RAMAUTH_USER");
    entry.source = field_of(journal, "RAMAUTH_SOURCE");
    entry.service = field_of(journal, "RAMAUTH_SERVICE");
    entry.code = field_of(journal, "RAMAUTH_CODE");
    entry.message = field_of(journal, "MESSAGE");
    entry.request_id = field_of(journal, "RAMAUTH_REQUEST_ID");
    return entry;
}

std::optional<unsigned> uid_of_ramd() {
    const passwd* entry = ::getpwnam(ramauth::wire::daemon_user);
    return entry == nullptr ? std::nullopt : std::optional<unsigned>(entry->pw_uid);
}

}  // namespace

std::optional<Refusal> JournalEvents::read(const LogFilter& filter,
                                           const std::function<void(const LogEntry&)>& see) {
    const auto uid = uid_ ? uid_ : uid_of_ramd();
    if (!uid) return Refusal{Code::service_failure, "there is no account ramd on this host", {}};
    const Journal journal = open_journal(directory_);
    // Different fields: both must match.
    add_match(journal.get(), "_UID=" + std::to_string(*uid));
    if (filter.user) add_match(journal.get(), "RAMAUTH_USER=" + filter.user->str());
    check(filter.since
              ? sd_journal_seek_realtime_usec(journal.get(), ramauth::to_wire(*filter.since))
              : sd_journal_seek_head(journal.get()),
          "the journal cannot be read");
    int r = 0;
    while ((r = sd_journal_next(journal.get())) > 0) {
        const LogEntry entry = entry_of(journal.get());
        // The seek is to the nearest entry, which may be an older one.
        const bool too_old = filter.since && entry.time < *filter.since;
        if (!entry.event.empty() && !too_old) see(entry);
    }
    check(r, "the journal cannot be read");
    return std::nullopt;
}

}  // namespace ramctl
