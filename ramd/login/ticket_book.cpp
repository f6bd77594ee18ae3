// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/login/ticket_book.h"

#include <algorithm>

#include "ramd/login/random_bytes.h"

namespace ramd {
namespace {

constexpr std::size_t name_size = 32;

}  // namespace

Secret TicketBook::issue(Ticket ticket) {
    sweep();
    if (entries_.size() >= most) entries_.pop_front();
    Secret name(name_size);
    random_bytes(name.buffer().data(), name_size);
    name.resize(name_size);
    entries_.push_back({name.clone(), std::move(ticket), clock_() + lifetime});
    return name;
}

Ticket* TicketBook::find(const Secret& name, const UserName& user) {
    sweep();
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& known) {
        return known.ticket.user == user && known.name == name && known.ticket.next.empty();
    });
    return entry == entries_.end() ? nullptr : &entry->ticket;
}

Ticket* TicketBook::find_pending(const Secret& name, Uid holder) {
    sweep();
    const auto entry = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& known) {
        return known.name == name && known.ticket.holder == holder && !known.ticket.next.empty();
    });
    return entry == entries_.end() ? nullptr : &entry->ticket;
}

void TicketBook::spend(const Secret& name) {
    entries_.remove_if([&name](const Entry& entry) { return entry.name == name; });
}

void TicketBook::spend_all_of(const UserName& user) {
    entries_.remove_if([&user](const Entry& entry) { return entry.ticket.user == user; });
}

void TicketBook::sweep() {
    const auto now = clock_();
    entries_.remove_if([now](const Entry& entry) { return now >= entry.until; });
}

}  // namespace ramd
