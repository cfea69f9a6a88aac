// How the notification will look in an inbox: drawn by what draws the inbox.

export class Preview {
  constructor(place) {}
  show(notification) {}
}
