// What each verb of the commands does: ask the daemon, show the answer.
#pragma once
#include "desk/command.hpp"

namespace desk {

int show_list(Session&);
int show_request(Session&);
int show_history(Session&);
int show_reasons(Session&);
int show_calls(Session&);
int open_files(Session&);

int take_request(Session&);
int release_request(Session&);
int return_request(Session&);
int approve_request(Session&);
int make_ready(Session&);
int finish_request(Session&);
int reject_request(Session&);
int undo_change(Session&);
int add_note(Session&);
int fill_field(Session&);
int reply_to_citizen(Session&);
int hang_up(Session&);

int serve_walk_in(Session&);

int list_clerks(Session&);
int add_clerk(Session&);
int remove_clerk(Session&);
int write_backup(Session&);

}  // namespace desk
