/** Who may give commands, and who can be told apart; ARNs of roles and users, with `*` for anything in the name. */
export interface PeopleSettings {
  /** Who may give the commands of each alias. */
  operate: string[];
  approve: string[];
  /** The roles whose session names are names of people and cannot be chosen by them. */
  personalSessions: string[];
}
