// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramd/list_loader.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <filesystem>
#include <utility>

#include "policy/weak_list/list_fault.h"

namespace ramd {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

struct Verified {
    bool ended = false;  // false: it was stopped
    std::optional<ListRefused> refused;
};

Verified verify(const ListFile& list, LoadPace& pace, const std::string& path) {
    try {
        return {list.verify(pace), std::nullopt};
    } catch (const ramauth::weak_list::ListUnreadable& fault) {
        return {true, ListRefused{.passing = true, .why = fault.what(), .file = list.identity()}};
    } catch (const ramauth::weak_list::ListFault& fault) {
        return {true, ListRefused{.why = fault.what(), .file = list.identity()}};
    } catch (const std::exception& fault) {
        return {true,
                ListRefused{
                    .passing = true, .why = path + ": " + fault.what(), .file = list.identity()}};
    }
}

}  // namespace

ListLoader::ListLoader(asio::any_io_executor loop, std::string path,
                       std::shared_ptr<ReadingThread> reading, Hooks hooks)
    : loop_(std::move(loop)),
      path_(std::move(path)),
      reading_(std::move(reading)),
      hooks_(std::move(hooks)),
      load_ended_(std::in_place, loop_, asio::steady_timer::time_point::max()) {}

void ListLoader::start() {
    watch_.emplace(loop_, std::filesystem::path(path_).parent_path(), [weak = weak_from_this()] {
        if (const Self alive = weak.lock()) alive->look();
    });
    want();
}

void ListLoader::stop() {
    watch_.reset();
    load_ended_.reset();
    reading_->stop();
}

bool ListLoader::is_another() const {
    return FileIdentity::at(path_) != seen_;
}

void ListLoader::look() {
    if (!is_another()) return;
    looked_ = true;
    begin();
}

void ListLoader::want() {
    wanted_ = true;
    begin();
}

void ListLoader::begin() {
    if (std::exchange(loading_, true)) return;
    asio::co_spawn(loop_, keep_loading(shared_from_this()), asio::detached);
}

// What was seen while it was being loaded needs no second load.
bool ListLoader::take_wish() {
    const bool looked = std::exchange(looked_, false);
    return std::exchange(wanted_, false) || (looked && is_another());
}

awaitable<void> ListLoader::keep_loading(Self self) {
    while (self->take_wish()) {
        ++self->begun_;
        std::optional<ListRefused> refused;
        try {
            refused = co_await load_once(self);
        } catch (const std::exception& fault) {
            refused = self->refused_by(fault);
        }
        self->end_load(std::move(refused));
    }
    self->loading_ = false;
}

ListRefused ListLoader::refused_by(const std::exception& fault) const noexcept {
    ListRefused refused{.passing = true, .why = {}, .file = seen_};
    try {
        refused.why = path_ + ": " + fault.what();
    } catch (...) {
        // Without memory for a sentence, without one.
    }
    return refused;
}

// Whatever its hook does, a load ends, and the next one begins.
void ListLoader::end_load(std::optional<ListRefused> refused) noexcept {
    refused_ = std::move(refused);
    ended_ = begun_;
    // Looked at again when it is time, where another try may succeed.
    if (refused_) seen_ = refused_->passing ? std::nullopt : refused_->file;
    try {
        if (load_ended_) load_ended_->cancel();
        if (refused_) hooks_.refused(*refused_);
    } catch (...) {
        // There is no memory to tell it with.
    }
}

awaitable<std::optional<ListRefused>> ListLoader::load_once(Self self) {
    const std::string path = self->path_;
    std::function<OpenedList()> open = [path] { return open_list(path); };
    auto opened = co_await self->reading_->thread.run(std::move(open));
    if (auto* refused = std::get_if<ListRefused>(&*opened)) co_return std::move(*refused);
    const ListInUse list = std::get<ListInUse>(*opened);
    self->seen_ = list->identity();
    self->hooks_.opened(list);
    std::function<Verified()> work = [list, path, pace = self->reading_->pace] {
        return verify(*list, *pace, path);
    };
    auto verified = co_await self->reading_->thread.run(std::move(work));
    if (verified->refused) co_return std::move(*verified->refused);
    if (verified->ended) co_await self->hooks_.verified(list);
    co_return std::nullopt;
}

awaitable<std::optional<ListRefused>> ListLoader::load() {
    const Self self = shared_from_this();
    const std::uint64_t number = begun_ + 1;
    want();
    while (ended_ < number && load_ended_) {
        boost::system::error_code woken;
        co_await load_ended_->async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    co_return refused_;
}

}  // namespace ramd
