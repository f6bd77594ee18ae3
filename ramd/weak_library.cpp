// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/weak_library.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <variant>

#include "policy/password_text.h"
#include "ramd/background_thread.h"
#include "ramd/list_loader.h"
#include "ramd/pending_additions.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using ramauth::Code;
using ramauth::Refusal;
using ramauth::weak_list::ListAnswer;

// A page of a disk that does not answer for so long is one that cannot be read.
constexpr std::chrono::seconds longest_ask{5};

constexpr const char* additions_damaged =
    "A part of the added passwords is damaged or was lost: restore a backup.";

// What a file says of itself may be anything, and a message takes valid UTF-8 alone.
std::string valid_text(std::string text) {
    const ramauth::policy::CodePoints points(ramauth::Secret::copy_of(text));
    const auto all = points.all();
    const bool valid = std::none_of(all.begin(), all.end(), [](char32_t point) {
        return point == U'\uFFFD' || point == U'\0';
    });
    if (!valid) std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
    return text;
}

}  // namespace

struct WeakLibrary::State {
    State(const asio::any_io_executor& loop, Store& additions, EventLog& journal, std::string where,
          std::function<ramauth::Timestamp()> clock);

    using Self = std::shared_ptr<State>;

    static void begin(const Self& self, const asio::any_io_executor& loop);
    [[nodiscard]] static ListLoader::Hooks hooks(const Self& self);
    static awaitable<WeakAnswer> ask(Self self, WeakSpellings spellings);
    static awaitable<std::optional<Refusal>> reload(Self self);
    [[nodiscard]] WeakAnswer ask_additions(const WeakSpellings& spellings);
    void use(const ListInUse& list);
    void opened(const ListInUse& list);
    static awaitable<void> verified(Self self, ListInUse list);
    void refused(const ListRefused& refused);
    void not_readable(const ListInUse& list);
    void record(EventKind kind, std::string detail);
    void additions_are_damaged(const char* what);

    Store& store;
    EventLog& log;
    std::string path;
    std::function<ramauth::Timestamp()> now;

    ListInUse in_use;
    ramauth::Timestamp loaded = ramauth::never;
    WeakListInfo::State state = WeakListInfo::State::none;
    std::string problem;
    bool told_unreadable = false;
    bool told_additions = false;

    BackgroundThread asking;
    std::shared_ptr<ReadingThread> reading;
    std::shared_ptr<PendingAdditions> pending;
    std::shared_ptr<ListLoader> loader;
};

WeakLibrary::State::State(const asio::any_io_executor& loop, Store& additions, EventLog& journal,
                          std::string where, std::function<ramauth::Timestamp()> clock)
    : store(additions),
      log(journal),
      path(std::move(where)),
      now(std::move(clock)),
      asking(loop),
      reading(std::make_shared<ReadingThread>(loop)),
      pending(std::make_shared<PendingAdditions>(loop, store, reading)) {}

void WeakLibrary::State::begin(const Self& self, const asio::any_io_executor& loop) {
    if (!self->store.weak_is_whole()) self->additions_are_damaged("weak");
    const OpenedList found = open_list(self->path);
    if (const auto* list = std::get_if<ListInUse>(&found)) self->opened(*list);
    self->loader = std::make_shared<ListLoader>(loop, self->path, self->reading, hooks(self));
    self->loader->start();
}

ListLoader::Hooks WeakLibrary::State::hooks(const Self& self) {
    const std::weak_ptr<State> weak = self;
    return {[weak](const ListInUse& list) {
                if (const Self alive = weak.lock()) alive->opened(list);
            },
            [weak](ListInUse list) { return verified(weak.lock(), std::move(list)); },
            [weak](const ListRefused& why) {
                if (const Self alive = weak.lock()) alive->refused(why);
            }};
}

void WeakLibrary::State::use(const ListInUse& list) {
    if (!in_use || !(in_use->identity() == list->identity())) told_unreadable = false;
    in_use = list;
    loaded = now();
}

// The one before stays in use until this one was verified; where there is none, this one is asked
// at once.
void WeakLibrary::State::opened(const ListInUse& list) {
    state = WeakListInfo::State::verifying;
    if (in_use) return;
    use(list);
    problem.clear();
}

awaitable<void> WeakLibrary::State::verified(Self self, ListInUse list) {
    if (!self) co_return;
    self->use(list);
    try {
        co_await self->pending->count(list);
    } catch (const std::exception& fault) {
        self->pending->forget();
        self->record(EventKind::service_fault, fault.what());
    }
    self->state = WeakListInfo::State::usable;
    self->problem.clear();
    self->told_unreadable = false;
    const auto& header = list->header();
    self->record(EventKind::weak_list_loaded,
                 self->path + ": " + std::to_string(header.entries) + " passwords" +
                     (header.source.empty() ? "" : ", from " + header.source));
}

void WeakLibrary::State::refused(const ListRefused& refused) {
    state = refused.absent ? WeakListInfo::State::none : WeakListInfo::State::damaged;
    problem = refused.why;
    // What was written to or cut where it lies is no list from before.
    if (in_use && !refused.passing && refused.file &&
        refused.file->is_same_file(in_use->identity())) {
        in_use.reset();
        pending->forget();
    }
    record(EventKind::weak_list_refused,
           refused.why + (in_use ? "; the list that was read before is still asked"
                                 : "; there is no list that new passwords are compared with"));
}

void WeakLibrary::State::record(EventKind kind, std::string detail) {
    Event event;
    event.kind = kind;
    event.detail = std::move(detail);
    log.record(event);
}

void WeakLibrary::State::additions_are_damaged(const char* what) {
    if (std::exchange(told_additions, true)) return;
    record(EventKind::record_damaged, std::string(what) + ": " + additions_damaged);
}

WeakAnswer WeakLibrary::State::ask_additions(const WeakSpellings& spellings) {
    WeakAnswer answer = WeakAnswer::fine;
    for (const WeakHash& hash : spellings.all()) {
        try {
            if (store.has_weak(hash)) return WeakAnswer::weak;
        } catch (const DamagedRecord& damage) {
            additions_are_damaged(damage.what());
            answer = WeakAnswer::no_list;
        }
    }
    return answer;
}

awaitable<WeakAnswer> WeakLibrary::State::ask(Self self, WeakSpellings spellings) {
    const WeakAnswer additions = self->ask_additions(spellings);
    if (additions == WeakAnswer::weak) co_return additions;
    const ListInUse list = self->in_use;
    if (!list) co_return WeakAnswer::no_list;
    std::function<ListAnswer()> work = [list, spellings] { return list->ask(spellings.all()); };
    const auto answer = co_await self->asking.run(std::move(work), longest_ask);
    switch (answer.value_or(ListAnswer::unreadable)) {
        case ListAnswer::weak:
            co_return WeakAnswer::weak;
        case ListAnswer::not_in_list:
            co_return additions;
        case ListAnswer::unreadable:
            break;
    }
    self->not_readable(list);
    co_return WeakAnswer::no_list;
}

// Whether it is damaged or its disk was slow: the whole is read once more.
void WeakLibrary::State::not_readable(const ListInUse& list) {
    if (in_use != list || std::exchange(told_unreadable, true)) return;
    problem = path + ": a page cannot be read.";
    record(EventKind::weak_list_refused,
           problem + " A new password was not compared with it; it is verified anew");
    loader->want();
}

awaitable<std::optional<Refusal>> WeakLibrary::State::reload(Self self) {
    const auto refused = co_await self->loader->load();
    if (!refused) co_return std::nullopt;
    if (refused->absent) co_return Refusal{Code::weak_list_unavailable, refused->why, {}};
    co_return Refusal{Code::parameter_format, refused->why, "WeakList"};
}

WeakLibrary::WeakLibrary(const asio::any_io_executor& loop, Store& store, EventLog& log,
                         std::string path, std::function<ramauth::Timestamp()> now)
    : state_(std::make_shared<State>(loop, store, log, std::move(path), std::move(now))) {
    State::begin(state_, loop);
}

WeakLibrary::~WeakLibrary() {
    state_->loader->stop();
    state_->asking.stop();
}

awaitable<WeakAnswer> WeakLibrary::ask(WeakSpellings spellings) {
    return State::ask(state_, spellings);
}

bool WeakLibrary::usable() const {
    return state_->in_use != nullptr;
}

WeakListInfo WeakLibrary::info() const {
    const State& from = *state_;
    WeakListInfo info{.path = from.path, .state = from.state, .problem = from.problem};
    info.added = from.store.weak_count();
    info.pending = from.pending->number();
    if (from.told_additions)
        info.problem += (info.problem.empty() ? "" : " ") + std::string(additions_damaged);
    if (!from.in_use) return info;
    info.in_use = from.in_use->header();
    info.in_use->source = valid_text(std::move(info.in_use->source));
    info.loaded = from.loaded;
    return info;
}

awaitable<std::optional<Refusal>> WeakLibrary::reload() {
    return State::reload(state_);
}

void WeakLibrary::added(const std::vector<WeakHash>& hashes) {
    state_->pending->added(hashes);
}

}  // namespace ramd
